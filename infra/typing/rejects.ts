import type { RowCheck } from "../../shared/quality/row-checks.ts";
import { shownValue } from "../../shared/quality/shown-value.ts";
import type { Reject, TypingPlan } from "../../shared/staging.ts";

/** Describes a row of `selectFaulty`. Personal data is masked: the original file still has it. */
export const describeReject = (
  plan: TypingPlan,
  faults: readonly RowCheck[],
  [line, indexes, ...texts]: readonly unknown[],
): Reject => {
  const { columns } = plan.feed;
  const subject = texts[columns.findIndex(({ name }) => name === plan.feed.subject)];
  const shown = columns.map((column, index) => {
    const text = texts[index];
    return text === null || text === undefined ? null : shownValue(String(text), column);
  });
  const found = String(indexes)
    .split(",")
    .map((index) => faults[Number(index)])
    .filter((fault) => fault !== undefined);
  const value = (column: string) => shown[columns.findIndex(({ name }) => name === column)] ?? null;
  const describe = (fault: RowCheck) => {
    const given = value(fault.column);
    return given === null
      ? `${fault.column} ${fault.message}`
      : `${fault.column} "${given}" ${fault.message}`;
  };
  const [first] = found;
  const message = first ? describe(first) : "unknown fault";
  return {
    line: Number(line),
    column: first?.column ?? null,
    value: first ? value(first.column) : null,
    rule: first?.rule ?? "unknown",
    message,
    reasons: found.length > 1 ? found.map(describe).join("; ") : message,
    record: JSON.stringify(
      Object.fromEntries(
        columns.map(({ name }, index) => [name, shown[index]] as const).filter(([, text]) => text !== null),
      ),
    ),
    failsFile: found.some(({ failsFile }) => failsFile),
    subjects: typeof subject === "string" ? [subject] : [],
  };
};
