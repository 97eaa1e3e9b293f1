import { firstDate, lastDate } from "../../shared/dates.ts";
import { featureProfile } from "../../shared/learning/metrics/drift.ts";
import type { Model } from "../../shared/learning/model.ts";
import { pick, type Table } from "../../shared/learning/table.ts";
import { type Card, type Fold, isDrawn, type Span } from "../../shared/registry/card.ts";
import { makeSelfTest } from "../../shared/registry/self-test.ts";
import type { FoldPlan } from "./plan-folds.ts";
import type { TrainingResult } from "./training-result.ts";

/** A planned fold as the card has it. */
export const foldRanges = (table: Table, { role, known, tuning, test }: FoldPlan): Fold => ({
  role,
  train: rowRange(table, known),
  tuning: tuning.length === 0 ? null : rowRange(table, tuning),
  test: rowRange(table, test),
});

/** The dates of some rows, and how many rows and entities there are: printed with every score. */
export const rowRange = (table: Table, rows: Uint32Array): Span => {
  let [from, to] = [lastDate, firstDate];
  const entities = new Set<string>();
  for (const row of rows) {
    const day = table.asOf[row] ?? from;
    if (day < from) from = day;
    if (day > to) to = day;
    entities.add(table.entities[row] ?? "");
  }
  return { from, to, rows: rows.length, entities: entities.size };
};

export const foldInWords = ({ role, train, tuning, test }: Fold): string => {
  if (isDrawn({ train, test }))
    return `${role}: trained on ${train.rows} rows${tuning ? ` (${tuning.rows} of them for early stopping)` : ""}; tested on ${test.rows} others, drawn at random`;
  const range = ({ rows, entities, from, to }: Span) =>
    `${rows} rows of ${entities}, as of ${from === to ? from : `${from} to ${to}`}`;
  return `${role}: trained on ${range(train)}${tuning ? ` (the newest, as of ${tuning.from}, for early stopping)` : ""}; tested on ${range(test)}`;
};

/** Rows, features and a self-test of a model that was fitted on these rows. */
export const describeFit = (table: Table, rows: Uint32Array, model: Model): TrainingResult["fittedOn"] => ({
  features: table.features.map((name, column) => describeFeature(table, rows, name, column)),
  sequences: table.sequences
    ? { channels: [...table.sequences.channels], steps: table.sequences.steps }
    : null,
  training: {
    ...rowRange(table, rows),
    asOfDates: [...new Set(Array.from(rows, (row) => table.asOf[row] ?? ""))].sort(),
    refitted: true,
  },
  selfTest: makeSelfTest(model, pick(table, rows.slice(-2000))),
});

/** The values that training saw: outside of them an answer extrapolates. */
const describeFeature = (
  table: Table,
  rows: Uint32Array,
  name: string,
  column: number,
): Card["features"][number] => {
  const values = Float64Array.from(
    rows,
    (row) => table.x[row * table.features.length + column] ?? Number.NaN,
  );
  const known = values.filter(Number.isFinite);
  const bound = (closer: (a: number, b: number) => number) =>
    known.length === 0 ? null : known.reduce(closer);
  return {
    name,
    group: table.groups[column] ?? "",
    low: bound((least, value) => Math.min(least, value)),
    high: bound((most, value) => Math.max(most, value)),
    known: rows.length === 0 ? 0 : known.length / rows.length,
    profile: featureProfile(values),
  };
};
