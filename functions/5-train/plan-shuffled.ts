import { permutation } from "../../shared/learning/metrics/importance.ts";
import { stream } from "../../shared/learning/random.ts";
import type { Table } from "../../shared/learning/table.ts";
import { type FoldPlan, type FoldPlans, TooFewRows } from "./plan-folds.ts";

/** For tables whose rows have no order in time: entities are dealt into tests at random, with all of their rows. */
export interface ShuffledFolds {
  /** Each row that is not in the holdout is tested once. */
  readonly folds: number;
  /** Share of the entities in the holdout. */
  readonly testFraction: number;
  readonly leastRows: number;
  readonly seed: number;
}

const tuningShare = 0.15;

export const planShuffled = (table: Table, settings: ShuffledFolds): FoldPlans => {
  const { folds, testFraction, seed } = settings;
  const known = Uint32Array.from(table.y.keys()).filter((row) => Number.isFinite(table.y[row]));
  const entities = shuffledEntities(table, known, seed);
  const [held, rest] = deal(entities, testFraction);
  const partOf = new Map(rest.map((entity, place) => [entity, place % folds]));
  const rowsWhere = (isIn: (entity: string) => boolean) =>
    known.filter((row) => isIn(table.entities[row] ?? ""));
  const isHeld = new Set(held);
  const before = rowsWhere((entity) => !isHeld.has(entity));
  if (before.length < 2 * settings.leastRows || rest.length < 2 * folds || held.length < 2)
    throw new TooFewRows(
      `it needs ${2 * settings.leastRows} rows of ${2 * folds} groups beside the test, and there are ${before.length} of ${rest.length}`,
    );
  const planOne = (role: FoldPlan["role"], isTest: (entity: string) => boolean): FoldPlan => {
    const test = rowsWhere(isTest);
    const own = role === "holdout" ? before : before.filter((row) => !isTest(table.entities[row] ?? ""));
    return { role, ...splitShuffled(table, own, settings), test };
  };
  return {
    validation: Array.from({ length: folds }, (_, part) =>
      planOne("validation", (entity) => partOf.get(entity) === part),
    ),
    holdout: planOne("holdout", (entity) => isHeld.has(entity)),
  };
};

/** Splits off some entities for early stopping. */
export const splitShuffled = (
  table: Table,
  rows: Uint32Array,
  { seed, leastRows }: ShuffledFolds,
): Pick<FoldPlan, "known" | "fit" | "tuning"> => {
  const [stopping] = deal(shuffledEntities(table, rows, seed + 1), tuningShare);
  const isStopping = new Set(stopping);
  const tuning = rows.filter((row) => isStopping.has(table.entities[row] ?? ""));
  const fit = rows.filter((row) => !isStopping.has(table.entities[row] ?? ""));
  return fit.length < leastRows || tuning.length < leastRows / 5
    ? { known: rows, fit: rows, tuning: new Uint32Array(0) }
    : { known: rows, fit, tuning };
};

/** Those with a high outcome last, so that every part gets its share of them; otherwise in random order. */
const shuffledEntities = ({ entities, y }: Table, rows: Uint32Array, seed: number): readonly string[] => {
  const highest = new Map<string, number>();
  for (const row of rows) {
    const entity = entities[row] ?? "";
    highest.set(entity, Math.max(highest.get(entity) ?? Number.NEGATIVE_INFINITY, Number(isYes(y[row]))));
  }
  const all = [...highest.keys()];
  const shuffled = Array.from(permutation(all.length, stream(seed, "split")), (place) => all[place] ?? "");
  const isHigh = (entity: string) => (highest.get(entity) ?? 0) > 0;
  return [...shuffled.filter((entity) => !isHigh(entity)), ...shuffled.filter(isHigh)];
};

const isYes = (truth = 0): boolean => truth > 0;

/** Evenly along the list: this share, and the rest. */
const deal = (list: readonly string[], share: number): readonly [readonly string[], readonly string[]] => {
  const isDealt = (place: number) => Math.floor((place + 1) * share) > Math.floor(place * share);
  return [list.filter((_, place) => isDealt(place)), list.filter((_, place) => !isDealt(place))];
};
