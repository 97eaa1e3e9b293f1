import { describe, expect, it } from "vitest";
import { lookbackDays } from "../../../functions/4-analyze/detect/settings.ts";
import { periodEnd, readFor, stretchesOf } from "../../../functions/4-analyze/periods.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";

describe("periods that are judged together", () => {
  const shown = (cadence: "daily" | "weekly" | "monthly", ...days: string[]) =>
    shownUntil("2030-12-31", cadence, ...days);
  const shownUntil = (newest: string, cadence: "daily" | "weekly" | "monthly", ...days: string[]) =>
    stretchesOf(cadence, days, newest).map(({ first, last }) => `${isoDate(first)} ${isoDate(last)}`);

  it("reach as far as a judgement looks back, in pieces of 400 days", () => {
    expect([lookbackDays("daily"), lookbackDays("weekly"), lookbackDays("monthly")]).toEqual([
      258, 469, 1728,
    ]);
    expect(shown("daily", "2024-01-10")).toEqual([`2024-01-10 ${isoDate(dayOf("2024-01-10") + 258)}`]);
    expect(shown("weekly", "2024-01-10")).toEqual([
      `2024-01-08 ${isoDate(dayOf("2024-01-08") + 399)}`,
      `${isoDate(dayOf("2024-01-08") + 400)} ${isoDate(dayOf("2024-01-10") + 469)}`,
    ]);
    expect(shown("weekly", "2024-01-14")[0]?.slice(0, 10)).toBe("2024-01-08");
    expect(shown("monthly", "2024-01-31")[0]?.slice(0, 10)).toBe("2024-01-01");
  });

  it("end with the newest known day, or with a later one that is gone", () => {
    expect(shownUntil("2024-01-12", "daily", "2024-01-10")).toEqual(["2024-01-10 2024-01-12"]);
    expect(shownUntil("2024-01-09", "daily", "2024-01-10")).toEqual(["2024-01-10 2024-01-10"]);
    expect(shownUntil("2024-01-12", "monthly", "2024-01-10")).toEqual(["2024-01-01 2024-01-12"]);
    expect(shownUntil("2024-01-12", "daily", "2024-01-10", "2024-02-01")).toEqual([
      "2024-01-10 2024-01-12",
      "2024-02-01 2024-02-01",
    ]);
  });

  it("are one stretch where they touch", () => {
    const second = (apart: number) => isoDate(dayOf("2024-01-10") + apart);
    expect(shown("daily", second(259), "2024-01-10")).toHaveLength(2);
    expect(shown("daily", second(259), "2024-01-10")[1]?.slice(-10)).toBe(isoDate(dayOf(second(259)) + 258));
    expect(shown("daily", "2024-01-10", second(260)).map((each) => each.slice(0, 10))).toEqual([
      "2024-01-10",
      second(260),
    ]);
    expect(shown("daily", "2024-01-10", second(5)).at(-1)?.slice(-10)).toBe(isoDate(dayOf(second(5)) + 258));
  });

  it("end with their last day, and need what lies before", () => {
    const end = (cadence: "daily" | "weekly" | "monthly", day: string) =>
      isoDate(periodEnd(cadence, dayOf(day)));
    expect([
      end("daily", "2024-02-01"),
      end("weekly", "2024-02-05"),
      end("monthly", "2024-02-01"),
      end("monthly", "2024-12-01"),
    ]).toEqual([...["2024-02-01", "2024-02-11", "2024-02-29", "2024-12-31"]]);
    expect(readFor("daily", { first: dayOf("2024-09-15"), last: dayOf("2024-09-20") })).toEqual({
      from: "2024-01-01",
      to: "2024-09-20",
    });
  });
});
