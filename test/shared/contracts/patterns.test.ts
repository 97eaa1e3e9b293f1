import { describe, expect, it } from "vitest";
import { checkPattern } from "../../../shared/contracts/re2-pattern.ts";
import { faultOf } from "./changed-contract.ts";

describe("case 69: a pattern in a contract", () => {
  const withPattern = (pattern: string) =>
    faultOf(
      "          - { property: aliases, value: [ccy] }",
      `          - { property: aliases, value: [ccy] }
        quality:
          - metric: invalidValues
            arguments:
              pattern: ${JSON.stringify(pattern)}
            severity: quarantine`,
    );

  it("is refused with its line when it needs more than linear time", () => {
    for (const pattern of [
      "(?=a)b",
      "(?!a)b",
      "(?<=a)b",
      "(?<!a)b",
      "(a)\\\\1".replace("\\\\", "\\"),
      "(?<n>a)\\k<n>",
      "(?>a+)b",
      "a++",
    ])
      expect(withPattern(pattern)).toMatch(
        /^sales.yaml:27: schema.0.properties.2.quality.0.arguments.pattern: .*RE2/,
      );
  });

  it("is refused when it is no pattern at all", () => {
    for (const pattern of ["(a", "a)", "[a", "*a", "a{2,1}", "a{1001}", "\\y", "\\u0041", "a\\"])
      expect(withPattern(pattern)).toMatch(/^sales.yaml:27: .*pattern: /);
  });

  it("is taken when it only looks dangerous, or is written as RE2 has it", () => {
    for (const pattern of [
      "(a+)+$",
      "^[A-Z]{2}\\d{4}$",
      "(?i)abc",
      "(?P<year>\\d{4})",
      "\\p{L}+",
      "\\pN",
      "[\\w.-]+@x",
      "a|b",
      "[(?=]",
      "\\(\\?=",
      "(?:a|b)*?",
      "\\x41",
    ])
      expect(() => checkPattern(pattern)).not.toThrow();
  });

  it("is for text only", () => {
    expect(faultOf("{ minimum: 0 }", "{ pattern: a }")).toBe(
      "sales.yaml:18: schema.0.properties.1.quality.0.arguments.pattern: is for STRING, not for NUMERIC",
    );
  });
});
