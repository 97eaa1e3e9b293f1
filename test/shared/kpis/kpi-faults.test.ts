import { describe, expect, it } from "vitest";
import { kpiText, readKpi, readKpis } from "./kpi-text.ts";

/** The line of the formula in the text that kpiText makes. */
const formulaLine = 8;
const offset = "formula: ".length;

const faultOf = (lines: Readonly<Record<string, string | null>>): string => {
  try {
    readKpi(lines);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no fault";
};

describe("a formula", () => {
  const faults: readonly (readonly [formula: string, column: number, says: string])[] = [
    ["sum(grosss)", 4, 'formula: at "grosss": clean.lines has no such column; it has business_date'],
    ["total(gross)", 0, 'at "total": there is no such function; there are sum, count'],
    ["sum(gross) + count()", 11, 'at "+": money and count cannot be added'],
    ["sum(gross + quantity)", 10, 'at "+": money and count cannot be added'],
    ["sum(gross where quantity > returns)", 25, 'at ">": count and money cannot be compared'],
    ["sum(gross) / 0", 13, 'at "0": this divides by zero'],
    ["sum(country)", 4, 'at "country": a number is needed here, not a text'],
    ["sum(gross where country)", 16, 'at "country": a condition is needed here, not a text'],
    ["sum(gross where country > 3)", 24, 'at ">": a text cannot be compared with a number'],
    ["sum(gross where business_date >= '06.10.2024')", 33, `a date is written as '2024-10-06'`],
    ["sum(sum(gross))", 4, 'at "sum": an aggregate cannot contain another one'],
    ["gross", 0, 'at "gross": a column stands inside of a function, as in sum(gross)'],
    ["sold_yesterday", 0, 'at "sold_yesterday": there is no KPI of this name'],
    ["sum(gross", 9, 'at "the end": ")" is missing'],
    ["sum(gross))", 10, 'at ")": an operator is missing before it'],
    ["top_share(0, gross by country)", 10, 'at "0": a whole number is missing here'],
    ["sum(gross where weekday(country) > 5)", 16, 'at "weekday": needs a date, not a text'],
    ["sum(gross / quantity)", 10, "rows are not divided"],
  ];
  it.each(faults)("%s is refused at its place", (formula, at, says) => {
    const fault = faultOf({ formula });
    expect(fault).toMatch(new RegExp(`^sold\\.yaml:${formulaLine}:${offset + at + 1}: `));
    expect(fault).toContain(says);
  });

  const injections = [
    "sum(gross); drop table clean.lines",
    "sum(gross) -- ",
    "sum(gross) /* */",
    "sum(gross) from raw.transactions",
    "(select 1)",
    "sum(`gross`)",
    "sum(clean.lines.gross)",
    "sum(gross where country = 'x\\' or 1=1')",
    "@days",
    "process.exit()",
    "sum(gross where country = 'a' union select 1)",
  ];
  it.each(injections)("cannot smuggle SQL in: %s", (formula) => {
    expect(faultOf({ formula: JSON.stringify(formula), unit: "money" })).toMatch(/^sold\.yaml:8/);
  });

  it("that goes round in a circle is refused with its path", () => {
    const circle = {
      a: kpiText({ name: "a", formula: "b" }),
      b: kpiText({ name: "b", formula: "c + sum(gross)" }),
      c: kpiText({ name: "c", formula: "a" }),
    };
    expect(() => readKpis(circle)).toThrow(
      'a.yaml:8:10: formula: at "b": the KPIs go round in a circle: a → b → c → a',
    );
  });

  it("may use other KPIs, with their filters", () => {
    const [ratio] = readKpis({
      ratio: kpiText({ name: "ratio", formula: "part / sum(gross)", unit: "share", additive: "false" }),
      part: kpiText({ name: "part", formula: "sum(gross)", filter: "country = 'DE'" }),
    }).filter(({ name }) => name === "ratio");
    expect(ratio?.numerator).toMatchObject({ kind: "total", where: { kind: "comparison" } });
    expect(ratio?.denominator).not.toHaveProperty("where");
  });
});

describe("a KPI's file", () => {
  const faults: readonly (readonly [lines: Record<string, string | null>, says: RegExp])[] = [
    [{ weight: "3" }, /there is no key "weight" here; the keys are name, label/],
    [
      { materiality: "{ percent: 10, points: 3 }" },
      /there is no key "points" here; the keys are percent, absolute/,
    ],
    [{ unit: "count" }, /formula: yields money, but its unit is count/],
    [{ unit: "pounds" }, /unit: /],
    [
      { from: "metrics.customers" },
      /a KPI may read clean\.lines or credit\.daily or raw\.transactions, not "metrics\.customers"/,
    ],
    [{ dimensions: "[quantity]" }, /"quantity" is no text column of clean\.lines/],
    [{ dimensions: "[customer_id]" }, /"customer_id" names a person/],
    [{ formula: "sum(gross) / count()", additive: "true" }, /sold is no sum or count of rows/],
    [{ thresholds: "[{ is: above, value: 3 }]" }, /thresholds\.0\.unit: needs a unit: money/],
    [
      { thresholds: "[{ is: above, value: 3, unit: share }]" },
      /thresholds\.0\.unit: is share, and the KPI's is money/,
    ],
    [{ owner: null }, /owner: /],
    [{ detection: "some" }, /^sold\.yaml:13: detection: /],
    [{ detection: "{ cadence: daily }" }, /detection: names no rule: give zscore, iqr or mannKendall/],
    [{ detection: "{ cadence: daily, zscore: { limt: 3 } }" }, /detection\.zscore: .*limt/],
    [{ detection: "{ cadence: weekly, iqr: { fences: 2 } }" }, /detection\.cadence: the KPI is not weekly/],
    [
      { detection: "{ cadence: daily, iqr: { fences: 2 }, baseline: { from: 2024-02-01, to: 2024-01-01 } }" },
      /detection\.baseline: ends before it begins/,
    ],
    [{ name: "bought" }, /is "bought", and the file is named "sold"/],
    [{ label: "[" }, /^sold\.yaml:\d+: /],
  ];
  it.each(faults)("with %o is refused", (lines, says) => {
    expect(faultOf(lines)).toMatch(says);
  });

  it("reports all faults of all files at once", () => {
    const both = {
      a: kpiText({ name: "a", formula: "sum(x)" }),
      b: kpiText({ name: "b", formula: "sum(y)" }),
    };
    expect(() => readKpis(both)).toThrow(/^a\.yaml:8.*\nb\.yaml:8/);
  });
});
