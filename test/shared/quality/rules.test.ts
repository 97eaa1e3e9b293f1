import { describe, expect, it } from "vitest";
import type { Column, Feed } from "../../../shared/contracts/feed.ts";
import type { ColumnType } from "../../../shared/ports.ts";
import { ruleIn, warehouseWarnings } from "../../../shared/quality/condition-sql.ts";
import { howToMend } from "../../../shared/quality/mend.ts";
import { shownValue } from "../../../shared/quality/row-checks.ts";
import { columnsIn, ruleSql } from "../../../shared/quality/rule-expression.ts";
import { parseRule } from "../../../shared/quality/rule-reader.ts";
import { assertNumber, assertRule } from "../../../shared/quality/rule-types.ts";

const plain = {
  column: (name: string) => name,
  number: (text: string) => text,
  text: (text: string) => `'${text}'`,
};
const read = (rule: string) => ruleSql(parseRule(rule), plain);

describe("a rule across columns", () => {
  it("binds as in SQL: not before and, and before or; products before sums, sums before comparisons", () => {
    expect(read("a = 1 or b = 2 and not c = 3")).toBe("((a = 1) or ((b = 2) and (not (c = 3))))");
    expect(read("a + b * c - 2 >= -d")).toBe("(((a + (b * c)) - 2) >= (0 - d))");
    expect(read("(a or b) and c")).toBe("((a or b) and c)");
    expect(read("a - b - c < 1.5")).toBe("(((a - b) - c) < 1.5)");
  });

  it("may ask for missing values, use functions and quote text; != is <>", () => {
    expect(read("a is null or b is not null")).toBe("((a is null) or (b is not null))");
    expect(read("STARTS_WITH(a, 'it''s') and abs(b) != length(c)")).toBe(
      "(starts_with(a, 'it's') and (abs(b) <> length(c)))",
    );
    expect(columnsIn(parseRule("not starts_with(a, b) or c is null and d + 1 > 'x'"))).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  const faults = [
    ["a = ", "it ends too early"],
    ["a = 1 b", '"b" is not expected there'],
    ["and", '"and" is not expected there'],
    ["a = 1;", '";" is not expected there'],
    ["(a = 1", '")" is missing'],
    ["a is 3", '"null" is missing'],
    ["lower(a) = 'x'", "lower() is not known; known are abs, length, starts_with"],
    ["abs(a, b) = 1", "abs() takes 1, not 2 values"],
    ["starts_with(a)", "starts_with() takes 2, not 1 values"],
    [`${"(".repeat(50)}a${")".repeat(50)}`, "it is nested too deeply"],
  ] as const;
  it.each(faults)("%s is refused", (rule, says) => {
    expect(() => parseRule(rule)).toThrow(says);
  });
  it("may be nested 49 times", () => {
    expect(read(`${"(".repeat(49)}a${")".repeat(49)}`)).toBe("a");
  });

  it("fits the types of its columns", () => {
    const types = new Map<string, ColumnType>([
      ["n", "INT64"],
      ["m", "NUMERIC"],
      ["t", "STRING"],
      ["b", "BOOL"],
      ["d", "DATE"],
      ["e", "DATETIME"],
    ]);
    const fits = (rule: string) => () => assertRule(parseRule(rule), types);
    for (const rule of [
      "n + 1 > m",
      "b and not b",
      "d >= d",
      "t is null",
      "starts_with(t, 'x')",
      "length(t) = abs(n)",
      "b = (n = 1)",
    ])
      expect(fits(rule)).not.toThrow();
    expect(fits("n + 1")).toThrow("a part of it is number, where true or false is needed");
    expect(fits("t > n")).toThrow("n is number, where text is needed");
    expect(fits("d = e")).toThrow("e is DATETIME, where DATE is needed");
    expect(fits("n or b")).toThrow("n is number, where true or false is needed");
    expect(fits("b and 'x'")).toThrow("'x' is text, where true or false is needed");
    expect(fits("abs(t) = 1")).toThrow("t is text, where number is needed");
    expect(fits("length(n) = 1")).toThrow("n is number, where text is needed");
    expect(fits("n * t = 1")).toThrow("t is text, where number is needed");
    expect(fits("not t")).toThrow("t is text, where true or false is needed");
    expect(fits("x is null")).toThrow('"x" is not a column of the feed');
    expect(() => assertNumber(parseRule("n * m"), types)).not.toThrow();
    expect(() => assertNumber(parseRule("n = m"), types)).toThrow("where number is needed");
  });
});

const columns = [
  { name: "n", type: "INT64" },
  { name: "t", type: "STRING" },
];
const rule = (holds: string) => ruleIn({ columns } as unknown as Feed, parseRule(holds));

it("with arithmetic over numbers, the warehouse compares floats; quotes and backslashes are escaped", () => {
  expect(rule("n > 1.5")).toBe("(n > numeric '1.5')");
  expect(rule("n + 1 > 2")).toBe("((cast(n as float64) + cast('1' as float64)) > cast('2' as float64))");
  expect(rule("not abs(n - 1) > 2")).toContain("cast(n as float64)");
  expect(rule("(n * 2) is null or t = 'x'")).toContain("cast(n as float64)");
  expect(rule("1 + 1 = 2 and t = 'it''s\\'")).toBe(
    "(((numeric '1' + numeric '1') = numeric '2') and (t = 'it\\'s\\\\'))",
  );
});

it("what only warns is a question to the raw table, with its limits as parameters", () => {
  const check = (limits: object, severity = "warn") => ({
    arguments: limits,
    severity,
    description: undefined,
  });
  const feed = {
    columns: [
      {
        name: "n",
        type: "NUMERIC",
        checks: [check({ minimum: 1, exclusiveMinimum: 0, maximum: 9 }), check({ minimum: 5 }, "quarantine")],
      },
      {
        name: "t",
        type: "STRING",
        checks: [
          check({ maxLength: 3, pattern: "A\\d", validValues: ["A1", "B"] }),
          check({ wholeUnitsOf: "currency" }),
        ],
      },
    ] as unknown as Column[],
    rules: [
      { name: "soft", holds: "n > 2", expression: parseRule("n > 2"), severity: "warn" },
      { name: "hard", holds: "n > 3", expression: parseRule("n > 3"), severity: "quarantine" },
    ],
  } as unknown as Feed;
  const questions = warehouseWarnings(feed);
  expect(questions.map(({ rule: name, condition }) => [name, condition])).toEqual([
    ["minimum", "ifnull(n < cast(@limit_0 as numeric), false)"],
    ["exclusive_minimum", "ifnull(n <= cast(@limit_0 as numeric), false)"],
    ["maximum", "ifnull(n > cast(@limit_0 as numeric), false)"],
    ["max_length", "ifnull(char_length(t) > @limit_0, false)"],
    ["valid_values", "ifnull(t not in unnest(@limit_0), false)"],
    ["pattern", "ifnull(not regexp_contains(t, @limit_0), false)"],
    ["whole_units", "ifnull((currency in unnest(@limit_0) and t <> trunc(t)), false)"],
    ["soft", "ifnull(not (n > numeric '2'), false)"],
  ]);
  expect(questions.map(({ params }) => params["limit_0"]?.value).slice(0, 6)).toEqual([
    "1",
    "0",
    "9",
    3,
    ["A1", "B"],
    "^(?:A\\d)$",
  ]);
  expect(questions[6]?.params["limit_0"]?.value).toContain("JPY");
});

it("rejects show 200 characters of a value, and none of personal data", () => {
  expect(shownValue("x".repeat(201), { pii: false })).toBe("x".repeat(200));
  expect(shownValue(`${"x".repeat(199)}😀`, { pii: false })).toBe(`${"x".repeat(199)}\uFFFD`);
  expect(shownValue("Ann", { pii: true })).toBe("(masked)");
});

it("each rule says how its row is mended", () => {
  expect(howToMend("required", "price")).toBe("fill in price");
  expect(howToMend("required", null)).toBe("fill in the row");
  expect(howToMend("paid_after_issue", "paid_on")).toBe("correct paid_on so that it fits the rule");
});
