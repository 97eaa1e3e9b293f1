import { profileOf } from "../../shared/learning/metrics/drift.ts";
import type { SavedModel } from "../../shared/learning/model.ts";
import { pick, type Table } from "../../shared/learning/table.ts";
import { Card, type Verdict } from "../../shared/registry/card.ts";
import { digestOf, modelText } from "../../shared/registry/registry.ts";
import { selfTestOf } from "../../shared/registry/self-test.ts";
import { spanOf } from "./row-ranges.ts";
import type { TrainSettings } from "./settings.ts";
import type { Trained } from "./train-table.ts";

/** What a model was made from, besides the numbers themselves. */
export interface Origins {
  readonly version: string;
  readonly created: Date;
  readonly verdict: Verdict;
  readonly digests: Omit<Card["digests"], "model" | "weights">;
}

/** The card of what a training has made, and the parts of the model that it vouches for. */
export const makeCard = (
  table: Table,
  trained: Trained,
  settings: TrainSettings,
  origins: Origins,
): { readonly card: Card; readonly saved: SavedModel } => {
  const saved = trained.model.save();
  const { choice, intervals } = trained;
  const { digests, created, ...given } = origins;
  const card = Card.parse({
    schema: "daybook.card/v1",
    ...given,
    task: settings.task,
    family: choice.family,
    created: created.toISOString(),
    horizonDays: settings.horizonDays,
    target: settings.target,
    features: featuresOf(table, trained.rows),
    sequences: table.sequences ? { channels: table.sequences.channels, steps: table.sequences.steps } : null,
    training: {
      ...spanOf(table, trained.rows),
      asOfDates: [...new Set(Array.from(trained.rows, (row) => table.asOf[row] ?? ""))].sort(),
      refitted: true,
    },
    folds: trained.folds,
    leaderboard: trained.leaderboard,
    choice: { because: choice.because, comparisons: choice.comparisons },
    importances: trained.importances,
    intervals,
    warnings: trained.warnings,
    selfTest: selfTestOf(trained.model, pick(table, trained.rows.slice(-2000))),
    seed: settings.seed,
    seconds: trained.seconds,
    backend: backendOf(saved),
    bytes: saved.weights.byteLength,
    digests: { ...digests, model: digestOf(modelText(saved)), weights: digestOf(saved.weights) },
  });
  return { card, saved };
};

/** What each feature looked like in training: outside of it, an answer extrapolates. */
const featuresOf = (table: Table, rows: Uint32Array): Card["features"] =>
  table.features.map((name, column) => {
    let [low, high, known] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const row of rows) {
      const value = table.x[row * table.features.length + column] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      known++;
    }
    return {
      name,
      group: table.groups[column] ?? "",
      low: known === 0 ? null : low,
      high: known === 0 ? null : high,
      known: rows.length === 0 ? 0 : known / rows.length,
      profile: profileOf(
        Float64Array.from(rows, (row) => table.x[row * table.features.length + column] ?? Number.NaN),
      ),
    };
  });

/** What computed the weights: another backend differs in the last digits. */
const backendOf = (saved: SavedModel): string =>
  /"backend":"(\w+)"/.exec(modelText(saved))?.[1] ?? "typescript";
