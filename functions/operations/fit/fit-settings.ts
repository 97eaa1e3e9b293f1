import { dayOf } from "../../../shared/dates.ts";
import { approachTo } from "../../../shared/learning/approaches.ts";
import { asBaseline, type Candidate, MIX } from "../../../shared/learning/candidate.ts";
import { fitCandidates, manyRows } from "../../../shared/learning/fit-families.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { TableTarget } from "../../../shared/learning/targets.ts";
import type { FoldSettings } from "../../5-train/plan-folds.ts";
import type { ShuffledFolds } from "../../5-train/plan-shuffled.ts";
import type { TrainSettings } from "../../5-train/settings.ts";
import { entityLast, entityMean } from "./features.ts";
import type { FitRequest } from "./fit-table.ts";

export const kindOf = ({ classify, amount = false }: FitRequest): TableTarget => {
  if (classify) return "chance";
  return amount ? "amount" : "number";
};

/** Every row counts the same; the weighted mean of all families serves unless one of them is better by more than noise. */
export const fitSettings = (
  table: Table,
  words: readonly string[],
  split: "time" | "random" | "group",
  request: FitRequest,
): TrainSettings => {
  const kind = kindOf(request);
  return {
    task: "fit",
    horizonDays: request.knownAfter,
    target: { name: request.target, kind },
    folds: foldsInTime(table, request.testFraction),
    ...(split !== "time" && { shuffled: shuffledFolds(table, request.testFraction) }),
    halfLifeDays: 1e9,
    mostRows: 2_000_000,
    mostRowsToCompare: manyRows,
    seed: 1,
    candidates: [...entityRules(table), ...fitCandidates({ rows: table.rows, words }, kind)],
    combines: "weighted",
    preferred: MIX,
    fallback: approachTo("number").fallback,
    anyRule: true,
    onTrivial: "warn",
  };
};

const entityRules = ({ features }: Table): readonly Candidate[] =>
  [entityMean, entityLast]
    .filter((column) => features.includes(column))
    .map((column) =>
      asBaseline(rules(column.replace(": ", "_").replaceAll(" ", "_"), { rule: "column", column, scale: 1 })),
    );

const leastRows = 50;

/** The newest rows are the holdout. The time before is divided by five: two parts to begin with, three to validate on. */
const foldsInTime = ({ asOf, y }: Table, testFraction: number): FoldSettings => {
  const days = asOf.filter((_, row) => Number.isFinite(y[row])).map(dayOf);
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const from = days[Math.floor(days.length * (1 - testFraction))] ?? last;
  const testDays = Math.max(1, Math.floor((from - first) / 5));
  return { folds: 3, testDays, stepDays: testDays, holdoutDays: last - from + 1, leastRows };
};

/** Few rows are tested in many small parts, so that each fit has most of them. */
const shuffledFolds = ({ rows }: Table, testFraction: number): ShuffledFolds => ({
  folds: rows < 5000 ? 5 : rows <= manyRows ? 3 : 2,
  testFraction,
  leastRows,
  seed: 1,
});
