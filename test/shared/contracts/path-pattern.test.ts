import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathPattern } from "../../../shared/contracts/path-pattern.ts";

describe("case 69: a path template", () => {
  it("is no regular expression: its signs mean themselves", () => {
    for (const template of ["(a+)+$.csv", "a|b.csv", "[x].csv", "a.csv", "^a$", "\\d.csv"]) {
      expect(pathPattern(template).match(template)).toBe("1970-01-01");
      for (const other of ["aaaa", "a", "b.csv", "xx.csv", "aXcsv", "7.csv", "aaaa.csv"])
        if (other !== template) expect(pathPattern(template).match(other)).toBeUndefined();
    }
  });

  it("refuses what could make a name expensive to match", () => {
    for (const template of [
      "***",
      "a*b*c*d",
      "x/{date}*/a*b*c*",
      "{name}",
      "a{",
      "{date}{date}",
      "{date:yyyy}",
    ])
      expect(() => pathPattern(template)).toThrow(`path "${template}"`);
  });

  it("answers for a thousand characters made to mislead it", () => {
    const pattern = pathPattern("sales/{date}*x*.csv");
    for (const name of ["x", "2024-10-06", "xxxx.csv/", "2024-10-06x"])
      expect(pattern.match(`sales/${name.repeat(1000).slice(0, 1000)}`)).toBeUndefined();
    expect(pattern.match(`sales/2024-10-06${"x".repeat(1000)}.csv`)).toBe("2024-10-06");
  });

  it("never matches a name with more folders, or a day that does not exist or that BigQuery has no partition for", () => {
    const pattern = pathPattern("sales/{date}*.csv");
    fc.assert(
      fc.property(
        fc.string(),
        fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") }),
        (rest, day) => {
          const date = day.toISOString().slice(0, 10);
          const isPartition = date >= "1960" && date < "2160";
          const expected = rest.includes("/") || !isPartition ? undefined : date;
          expect(pattern.match(`sales/${date}${rest}.csv`)).toBe(expected);
          expect(pattern.match(`sales/${date.slice(0, 8)}32${rest}.csv`)).toBeUndefined();
        },
      ),
    );
  });
});
