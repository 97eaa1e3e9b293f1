import { describe, expect, it } from "vitest";
import { type DayFact, findFaults, weekdaysBefore } from "../../../../functions/4-analyze/causes/faults.ts";

const day = "2011-12-09";

/** Eight usual Fridays: 2,000 lines, the last at 17:00, 10 rows in quarantine. */
const usual: readonly DayFact[] = weekdaysBefore(day).flatMap((before, week) => [
  { day: before, fact: "lines", about: "", amount: 2000 + week },
  { day: before, fact: "last_minute", about: "", amount: 1020 - week },
  { day: before, fact: "quarantined", about: "minimum", amount: 10 },
  { day: before, fact: "old_rate", about: "EUR", amount: 5 },
]);

const today = (facts: Partial<Record<DayFact["fact"], number>>, about = ""): readonly DayFact[] => [
  ...usual,
  ...Object.entries({ lines: 2000, last_minute: 1010, ...facts }).map(([fact, amount]) => ({
    day,
    fact: fact as DayFact["fact"],
    about: fact === "quarantined" || fact === "old_rate" ? about : "",
    amount,
  })),
];

const kinds = (facts: readonly DayFact[], isHoliday = false) =>
  findFaults(day, facts, isHoliday).map(({ kind }) => kind);

describe("findFaults", () => {
  it("finds nothing on a usual day, nor on a bad day that ends at the usual time", () => {
    expect(kinds(today({}))).toEqual([]);
    expect(kinds(today({ lines: 300 }))).toEqual([]);
  });

  it("takes a day for cut off that stops hours before closing time", () => {
    expect(findFaults(day, today({ lines: 900, last_minute: 770 }), false)).toEqual([
      { kind: "short_file", actual: 770, usual: 1016.5, about: day },
    ]);
  });

  it("finds a missing file, the same sales in two files, rates that are missing, and a quarantine spike", () => {
    expect(kinds(usual)).toEqual(["missing_file"]);
    expect(kinds(usual, true)).toEqual([]);
    expect(kinds(today({ lines: 4000, repeated: 3900 }))).toEqual(["doubled_file"]);
    expect(kinds(today({ old_rate: 400 }, "EUR"))).toEqual(["fx_gap"]);
    expect(kinds(today({ quarantined: 900 }, "minimum"))).toEqual(["quarantine_spike"]);
  });

  it("misses a file where a day always has as many, and none where their number varies", () => {
    const files = (before: (week: number) => number): readonly DayFact[] =>
      weekdaysBefore(day).map((each, week) => ({
        day: each,
        fact: "files",
        about: "",
        amount: before(week),
      }));
    const late = [...today({ lines: 1300, files: 2 }), ...files(() => 3)];
    expect(findFaults(day, late, false)).toEqual([{ kind: "late_file", actual: 2, usual: 3, about: day }]);
    expect(kinds([...today({ lines: 2000, files: 2 }), ...files(() => 3)])).toEqual([]);
    expect(kinds([...today({ lines: 1300, files: 3 }), ...files(() => 3)])).toEqual([]);
    expect(kinds([...today({ lines: 1300, files: 2 }), ...files((week) => 2 + (week % 2))])).toEqual([]);
  });

  it("is silent without three earlier weeks to compare with", () => {
    const known = weekdaysBefore(day).slice(0, 2);
    const facts = today({ lines: 900, last_minute: 770 }).filter(
      (fact) => fact.day === day || known.includes(fact.day),
    );
    expect(kinds(facts)).toEqual([]);
  });
});
