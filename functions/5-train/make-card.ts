import { Card, type Promotion } from "../../shared/registry/card.ts";
import { modelText } from "../../shared/registry/registry.ts";
import { sha256Of } from "../../shared/sha256.ts";
import type { Made, NewVersion } from "./trainable.ts";
import type { TrainingResult } from "./training-result.ts";

/** What the model is about. */
export type CardSubject = Pick<Card, "task" | "horizonDays" | "target" | "seed">;

/** The card of a training's result, and the parts of the model that the card vouches for. */
export const makeCard = (
  {
    saved,
    choice,
    fittedOn,
    leaderboard,
    folds,
    importances,
    intervals,
    sums,
    warnings,
    seconds,
  }: TrainingResult,
  { task, horizonDays, target, seed }: CardSubject,
  { version, created, digests }: NewVersion,
  promotion: Promotion,
): Made => {
  const text = modelText(saved);
  const card = Card.parse({
    schema: "daybook.card/v1",
    task,
    version,
    family: choice.family,
    created: created.toISOString(),
    horizonDays,
    target,
    ...fittedOn,
    folds,
    leaderboard,
    choice: { because: choice.because, comparisons: choice.comparisons },
    verdict: promotion,
    importances,
    intervals,
    ...(sums && { sums }),
    warnings,
    seed,
    backend: backendIn(text),
    seconds,
    bytes: saved.weights.byteLength,
    digests: { ...digests, model: sha256Of(text), weights: sha256Of(saved.weights) },
  });
  return { card, saved };
};

/** What computed the weights: backends differ in the last digits. */
const backendIn = (model: string): string => /"backend":"(\w+)"/.exec(model)?.[1] ?? "typescript";

/** Such as 20241006t031500z-4f9a21: versions sort by the time they were made. */
export const versionName = (at: Date, id: string): string => {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const suffix = id.replaceAll(/[^0-9a-z]/gi, "").slice(0, 8);
  return `${time}-${suffix}`.toLowerCase();
};
