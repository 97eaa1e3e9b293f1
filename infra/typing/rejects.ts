import { personColumns } from "../../shared/contracts/person-columns.ts";
import { type RowCheck, shownValue } from "../../shared/quality/row-checks.ts";
import type { Reject, TypingPlan } from "../../shared/staging.ts";

/** Describes a row of `selectFaulty`. Personal data is masked: the original file still has it. */
export const describeReject = (
  plan: TypingPlan,
  faults: readonly RowCheck[],
  [line, indexes, ...texts]: readonly unknown[],
): Reject => {
  const { columns } = plan.feed;
  const people = personColumns(plan.feed).map((name) => texts[columns.findIndex((one) => one.name === name)]);
  const shown = new Map(
    columns.flatMap((column, index) => {
      const text = texts[index] ?? null;
      return text === null ? [] : [[column.name, shownValue(String(text), column)] as const];
    }),
  );
  const found = String(indexes)
    .split(",")
    .map((index) => faults[Number(index)])
    .filter((fault) => fault !== undefined);
  const describe = ({ column, message }: RowCheck) => {
    const given = shown.get(column);
    return given === undefined ? `${column} ${message}` : `${column} "${given}" ${message}`;
  };
  const [first] = found;
  const message = first ? describe(first) : "unknown fault";
  return {
    line: Number(line),
    column: first?.column ?? null,
    value: (first && shown.get(first.column)) ?? null,
    rule: first?.rule ?? "unknown",
    message,
    reasons: found.length > 1 ? found.map(describe).join("; ") : message,
    record: JSON.stringify(Object.fromEntries(shown)),
    failsFile: found.some(({ failsFile }) => failsFile),
    holdsFile: found.some(({ holdsFile }) => holdsFile),
    subjects: people.filter((id) => typeof id === "string"),
  };
};
