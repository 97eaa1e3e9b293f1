import { dayOf } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { type Candidate, fallbackOf, familiesOf, preferredOf } from "../../../shared/learning/families.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Card } from "../../../shared/registry/card.ts";
import { digestOf } from "../../../shared/registry/registry.ts";
import { makeCard } from "../../5-train/make-card.ts";
import { type FoldSettings, TooFewRows } from "../../5-train/plan-folds.ts";
import type { TrainSettings, Watch } from "../../5-train/settings.ts";
import { trainTable } from "../../5-train/train-table.ts";
import type { TextColumn } from "./cells.ts";
import { entityLast, entityMean } from "./features.ts";
import { type FitRequest, fitTable } from "./fit-table.ts";

export interface Fit {
  readonly card: Card;
  readonly predicted: string | null;
}

/** The trainer of the built-in tasks, on any table: the same families, folds, guards and leaderboard. */
export const fitColumns = async (
  columns: readonly TextColumn[],
  request: FitRequest,
  created: Date,
  watch: Watch = {},
): Promise<Fit> => {
  const { table, predicted } = fitTable(columns, request);
  const settings = settingsOf(table, request);
  try {
    const trained = await trainTable(table, settings, watch);
    const { card } = makeCard(table, trained, settings, {
      version: `${created
        .toISOString()
        .replaceAll(/[-:]|\.\d+/g, "")
        .toLowerCase()}-0fit`,
      created,
      verdict: {
        promote: false,
        because: "a fit only tries; no model is kept",
        measure: "",
        challenger: null,
        baseline: null,
        champion: null,
      },
      digests: digestsOf(columns, request),
    });
    return { card, predicted };
  } catch (error) {
    if (error instanceof TooFewRows)
      throw new RejectedInput(
        `too few rows, or too few dates, for tests that follow one another in time: ${error.message}`,
        { cause: error },
      );
    throw error;
  }
};

const settingsOf = (
  table: Table,
  { classify, knownAfter, target, testFraction }: FitRequest,
): TrainSettings => {
  const task = {
    kind: classify ? ("classification" as const) : ("regression" as const),
    features: table.features,
    horizonDays: knownAfter,
    sequences: false,
  };
  return {
    task: "fit",
    horizonDays: knownAfter,
    target: { name: target, kind: classify ? "chance" : "number" },
    folds: foldsOf(table, testFraction),
    // Nothing says that a table of somebody's own ages.
    halfLifeDays: 1e9,
    mostRows: 20_000,
    seed: 1,
    candidates: [...rulesOf(table), ...familiesOf(task)],
    combines: true,
    preferred: preferredOf(task),
    fallback: fallbackOf(task),
    onTrivial: "warn",
  };
};

const rulesOf = ({ features }: Table): readonly Candidate[] =>
  [entityMean, entityLast]
    .filter((column) => features.includes(column))
    .map((column) => ({
      family: rules(column.replace(": ", "_").replaceAll(" ", "_"), { rule: "column", column, scale: 1 }),
      baseline: true,
    }));

/** The newest rows are the holdout; what is left of the time before is one part to begin with and three to validate on. */
const foldsOf = ({ asOf, y }: Table, testFraction: number): FoldSettings => {
  const days = asOf.filter((_, row) => Number.isFinite(y[row])).map(dayOf);
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const from = days[Math.floor(days.length * (1 - testFraction))] ?? last;
  const testDays = Math.max(1, Math.floor((from - first) / 5));
  return { folds: 3, testDays, stepDays: testDays, holdoutDays: last - from + 1, leastRows: 50 };
};

const digestsOf = (columns: readonly TextColumn[], request: FitRequest) => {
  const [data, settings] = [digestOf(JSON.stringify(columns)), digestOf(JSON.stringify(request))];
  return {
    data,
    settings,
    sql: digestOf(""),
    contracts: digestOf(""),
    code: digestOf(""),
    inputs: digestOf(data + settings),
  };
};
