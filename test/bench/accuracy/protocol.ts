import { table } from "../../../infra/cli/terminal/table.ts";
import type { Scores } from "../../../shared/registry/card.ts";

export interface Line {
  readonly name: string;
  readonly baseline: boolean;
  readonly scores: Scores;
  /** Of all fits together. */
  readonly seconds?: number;
  readonly failed?: string;
}

/** A goal: at most, at least, or between two values. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Protocol {
  readonly title: string;
  /** Rows, dates and origins that the figures rest on. */
  readonly facts: readonly string[];
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
}

export const isReached = ({ value, atLeast, atMost }: Goal): boolean =>
  value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);

export const protocolText = ({ title, facts, columns, lines, goals }: Protocol): string =>
  [
    `${title}\n${facts.map((fact) => `  ${fact}`).join("\n")}`,
    table(
      [
        { head: "" },
        ...columns.map((head) => ({ head, right: true })),
        { head: "fits", right: true },
        { head: "" },
      ],
      lines.map(({ name, baseline, scores, seconds, failed }) => [
        baseline ? `(${name})` : name,
        ...columns.map((column) => inDigits(scores[column])),
        seconds === undefined ? "" : `${seconds.toFixed(1)} s`,
        failed ?? "",
      ]),
    ),
    goals.map(goalText).join("\n"),
  ].join("\n\n");

const goalText = (goal: Goal): string => {
  const bounds = [
    ...(goal.atLeast === undefined ? [] : [`at least ${goal.atLeast}`]),
    ...(goal.atMost === undefined ? [] : [`at most ${goal.atMost}`]),
  ].join(", ");
  return `${isReached(goal) ? "reached" : "LOST   "}  ${goal.what.padEnd(62)} ${inDigits(goal.value).padStart(9)}   ${bounds}`;
};

const inDigits = (value: number | null | undefined): string => {
  if (value === null || value === undefined || !Number.isFinite(value)) return "-";
  if (Math.abs(value) >= 100_000) return value.toExponential(1);
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3);
};
