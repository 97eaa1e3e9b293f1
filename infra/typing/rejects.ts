import type { Reject, TypingPlan } from "../../shared/staging.ts";
import type { Fault } from "./column-sql.ts";

const maxValue = 200;

/** Rows of `selectFaulty` in words. Personal data stays out of them: the original file still has it. */
export const rejectsOf = (
  plan: TypingPlan,
  faults: readonly Fault[],
  rows: readonly (readonly unknown[])[],
): Reject[] => rows.map((row) => rejectOf(plan, faults, row));

const rejectOf = (
  plan: TypingPlan,
  faults: readonly Fault[],
  [line, indexes, ...texts]: readonly unknown[],
): Reject => {
  const { columns } = plan.feed;
  const shown = columns.map((column, index) => {
    const text = texts[index];
    if (text === null || text === undefined) return null;
    return column.pii ? "(masked)" : String(text).slice(0, maxValue);
  });
  const found = String(indexes)
    .split(",")
    .map((index) => faults[Number(index)])
    .filter((fault) => fault !== undefined);
  const value = (column: string) => shown[columns.findIndex(({ name }) => name === column)] ?? null;
  const describe = (fault: Fault) => {
    const given = value(fault.column);
    return given === null
      ? `${fault.column} ${fault.message}`
      : `${fault.column} "${given}" ${fault.message}`;
  };
  const [first] = found;
  return {
    line: Number(line),
    column: first?.column ?? null,
    value: first ? value(first.column) : null,
    rule: first?.rule ?? "unknown",
    message: first ? describe(first) : "unknown fault",
    reasons: found.map(describe).join("; "),
    record: JSON.stringify(
      Object.fromEntries(
        columns.map(({ name }, index) => [name, shown[index]] as const).filter(([, text]) => text !== null),
      ),
    ),
    failsFile: found.some(({ failsFile }) => failsFile),
  };
};
