/** A part of a contract as its YAML holds it. */
export type Part = Readonly<Record<string, unknown>>;

/** Checks that the standard has a word for. It wants an operator beside each, where Daybook means "none". */
const library: readonly string[] = ["rowCount", "nullValues", "invalidValues", "duplicateValues"];

/** A check as other tools read it. What the standard has no word for is Daybook's own, which others skip. */
export const checkToOdcs = (check: Part): Part => {
  const { metric, arguments: given, ...rest } = check;
  if (!library.includes(String(metric)))
    return { type: "custom", engine: "daybook", implementation: { metric, arguments: given }, ...rest };
  const hasOperator = Object.keys(rest).some((key) => key.startsWith("must"));
  return { type: "library", ...check, ...(hasOperator ? {} : { mustBe: 0 }) };
};

/** The same back. A check of another tool has no severity that Daybook knows: it then only warns. */
export const checkFromOdcs = (check: Part): Part => {
  const { severity, description } = check;
  const notes = {
    severity: severities.includes(String(severity)) ? severity : "warn",
    ...(description === undefined ? {} : { description }),
  };
  if (check["type"] === "custom" && check["engine"] === "daybook")
    return { ...(check["implementation"] as Part), ...notes };
  const { metric = check["rule"], arguments: given, unit } = check;
  const operators = Object.entries(check).filter(
    ([key, value]) => key.startsWith("must") && !(key === "mustBe" && value === 0),
  );
  return {
    metric,
    ...(given === undefined ? {} : { arguments: given }),
    ...(metric === "nullValues" && unit !== undefined ? { unit } : {}),
    ...Object.fromEntries(operators),
    ...notes,
  };
};

const severities: readonly string[] = ["reject_file", "hold", "quarantine", "warn"];
