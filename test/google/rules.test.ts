import { describe, expect, it } from "vitest";
import { allRules } from "./all-rules.ts";
import { unfilteredTable } from "./partition-filters.ts";
import { plants } from "./plants.ts";
import { type Rule, refusals } from "./rule.ts";

type Planted = Readonly<Record<string, readonly [unknown, unknown]>>;

const kinds = (Object.keys(allRules) as (keyof typeof allRules)[]).map((kind) => ({
  kind,
  rules: allRules[kind] as readonly Rule<unknown>[],
  planted: plants[kind] as Planted,
}));

const namesOf = (reasons: readonly string[]): string[] => reasons.map((reason) => reason.split(":")[0] ?? "");

describe.each(kinds)("of $kind Google refuses by name", ({ rules, planted }) => {
  it.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, { source, says }) => {
    const [refused, taken] = planted[name] ?? [];
    expect(planted, `nothing is planted for ${name}`).toHaveProperty([name]);
    expect(namesOf(refusals(rules, refused))).toEqual([name]);
    expect(refusals(rules, taken)).toEqual([]);
    expect(source).toMatch(/^https:\/\/(cloud\.google\.com|github\.com)\//);
    expect(says.length).toBeGreaterThan(10);
  });
});

describe("the rules", () => {
  it("have names of their own, and nothing is planted for a rule that is gone", () => {
    const names = kinds.flatMap(({ rules }) => rules.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    expect(kinds.flatMap(({ planted }) => Object.keys(planted)).sort()).toEqual(names.sort());
  });
});

describe("a partition filter", () => {
  const filtered = { "raw.t": "day" };

  it.each([
    ["select a from raw.t", "raw.t"],
    ["select a from raw.t where a = @day", "raw.t"],
    ["select a from raw.t where day = a", "raw.t"],
    ["select a from raw.t where day = (select max(day) from raw.u)", "raw.t"],
    ["select a from raw.t where day = @day or a = 1", "raw.t"],
    ["select a from raw.t where (day = @day or a = 1) and b = 2", "raw.t"],
    ["select a from raw.t where not (day = @day)", "raw.t"],
    ["delete from raw.t where a = @a", "raw.t"],
    ["update raw.t set a = 1 where true", "raw.t"],
    ["with x as (select a from raw.t) select a from x where day = @day", "raw.t"],
    ["select a from raw.u where day = @day union all select a from raw.t", "raw.t"],
    ["select a from raw.t where day = @day; select b from raw.t", "raw.t"],
    ["select a from raw.t where day = date '2024-10-05'", undefined],
    ["select a from raw.t where day in unnest(@days) and not b", undefined],
    [
      "select a from raw.u join raw.t as t on t.a = u.a where t.day >= date_sub(@day, interval 7 day)",
      undefined,
    ],
    ["select a from raw.t where (a = 1 and day = @day) or (a = 2 and day = @other)", undefined],
    ["insert into raw.t (a) select a from raw.u", undefined],
    ["delete from raw.t where day in unnest(@days)", undefined],
  ])("%s", (sql, table) => {
    expect(unfilteredTable(sql, filtered)).toBe(table);
  });
});
