import { expect, it } from "vitest";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { faultChecks, warningChecks } from "../../../shared/quality/row-checks.ts";
import { text } from "../contracts/changed-contract.ts";

const column = (properties: string) => {
  const [first] = parseContract(
    text.replace(/properties:\n/, `properties:\n${properties}`),
    "sales.yaml",
  ).columns;
  if (!first) throw new Error("the contract has no column");
  return first;
};

it("a required, typed column with limits has its checks in a fixed order, each with its rule and its condition", () => {
  const checks = faultChecks(
    column(`      - name: size
        physicalType: INT64
        required: true
        quality:
          - { metric: invalidValues, arguments: { maximum: 9, minimum: 1 }, severity: quarantine, description: Shoes. }
`),
  );
  expect(checks.map(({ rule, message, untyped, breaks }) => ({ rule, message, untyped, breaks }))).toEqual([
    { rule: "required", message: "is required", untyped: true, breaks: { is: "missing" } },
    {
      rule: "not_a_whole_number",
      message: "is not a whole number",
      untyped: true,
      breaks: { is: "unparsed" },
    },
    { rule: "minimum", message: "is below 1 (Shoes.)", untyped: false, breaks: { is: "below", limit: "1" } },
    { rule: "maximum", message: "is above 9 (Shoes.)", untyped: false, breaks: { is: "above", limit: "9" } },
  ]);
});

it("a check of severity warn is no fault, and one of severity reject_file fails the file", () => {
  const given = column(`      - name: code
        physicalType: STRING
        quality:
          - { metric: invalidValues, arguments: { maxLength: 3 }, severity: warn }
          - { metric: invalidValues, arguments: { pattern: "[A-Z]+" }, severity: reject_file }
`);
  expect(warningChecks(given).map(({ rule }) => rule)).toEqual(["max_length"]);
  expect(faultChecks(given).map(({ rule, failsFile }) => ({ rule, failsFile }))).toEqual([
    { rule: "pattern", failsFile: true },
  ]);
});
