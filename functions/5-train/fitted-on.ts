import { featureProfile } from "../../shared/learning/metrics/drift.ts";
import type { Model } from "../../shared/learning/model.ts";
import { pick, type Table } from "../../shared/learning/table.ts";
import type { Card } from "../../shared/registry/card.ts";
import { makeSelfTest } from "../../shared/registry/self-test.ts";
import { rowRange } from "./row-ranges.ts";
import type { TrainingResult } from "./training-result.ts";

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
