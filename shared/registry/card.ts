import { z } from "zod";
import { Calibration } from "../learning/metrics/conformal.ts";
import { Profile } from "../learning/metrics/drift.ts";

const day = z.iso.date();
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** JSON has no NaN: null means "not known" or "not defined". */
const Cell = z.number().nullable();

/** Names as they appear in a bucket. */
export const TaskName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, "must be a name of lower-case letters, digits and underscores");
export const VersionName = z
  .string()
  .regex(/^\d{8}t\d{6}z-[0-9a-z]{4,12}$/, "must be a version such as 20241006t031500z-4f9a21");

export const Scores = z.record(z.string(), Cell);
export type Scores = z.infer<typeof Scores>;

const Span = z.strictObject({ from: day, to: day, rows: z.int(), entities: z.int() });
export type Span = z.infer<typeof Span>;

/** The as-of dates of a score: those trained on, those of them used for early stopping, those scored. */
export const Fold = z.strictObject({
  role: z.enum(["validation", "holdout"]),
  train: Span,
  tuning: Span.nullable(),
  test: Span,
});
export type Fold = z.infer<typeof Fold>;

/** Whether the rows of a test were drawn at random: in time, a test begins after all that its models were fitted on. */
export const isDrawn = ({ train, test }: Pick<Fold, "train" | "test">): boolean => train.to >= test.from;

/** One line of the leaderboard. */
export const Entry = z.strictObject({
  family: z.string(),
  baseline: z.boolean(),
  /** Mean place over the ranked measures on the validation folds; null if the family failed. */
  rank: Cell,
  folds: z.array(Scores),
  validation: Scores,
  holdout: Scores,
  /** Of all fits together. */
  seconds: z.number(),
  bytes: z.int(),
  failed: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** A paired bootstrap over entities: the loss of `family` minus that of `against`, with a 95 % interval. */
export const Comparison = z.strictObject({
  family: z.string(),
  against: z.string(),
  measure: z.string(),
  difference: z.number(),
  lower: z.number(),
  upper: z.number(),
  /** The share of draws in which the family is better. Older cards lack it. */
  better: z.number().min(0).max(1).optional(),
  draws: z.int(),
});
export type Comparison = z.infer<typeof Comparison>;

/** Whether the version may serve, decided on the holdout against the plain rule and the version that serves now. */
export const Promotion = z.strictObject({
  promote: z.boolean(),
  because: z.string(),
  measure: z.string(),
  challenger: Cell,
  baseline: Cell,
  champion: z
    .strictObject({
      version: VersionName,
      score: Cell,
      /** False: it was fitted on the holdout, so its family, fitted before the holdout, stands in. */
      itself: z.boolean(),
    })
    .nullable(),
});
export type Promotion = z.infer<typeof Promotion>;

const Feature = z.strictObject({
  name: z.string(),
  group: z.string(),
  /** The range in training: outside of it an answer extrapolates. Null: never known. */
  low: Cell,
  high: Cell,
  known: z.number(),
  /** The distribution in training. Older cards lack it. */
  profile: Profile.optional(),
});

/** From every window predicted out of sample. Coverage: intervals of the validation folds, checked on the holdout. */
export const CalibratedIntervals = z.strictObject({
  calibration: Calibration,
  coverage: z.strictObject({ "80": z.number(), "95": z.number(), upper90: z.number() }),
  rows: z.int(),
});
export type CalibratedIntervals = z.infer<typeof CalibratedIntervals>;

/** A few rows with their answers: a loaded model must repeat them. */
const SelfTest = z.strictObject({
  x: z.array(z.array(Cell)),
  expected: z.array(z.number()),
  sequences: z.array(z.array(z.number())).nullable(),
  answers: z.array(z.number()),
});

/** Everything known of a model. It is written last: a version without a card does not exist. */
export const Card = z.strictObject({
  schema: z.literal("daybook.card/v1"),
  task: TaskName,
  version: VersionName,
  family: z.string(),
  created: z.iso.datetime(),
  /** Days that the target covers, from the as-of date. */
  horizonDays: z.int(),
  target: z.strictObject({ name: z.string(), kind: z.enum(["amount", "number", "chance"]) }),
  features: z.array(Feature),
  sequences: z.strictObject({ channels: z.array(z.string()), steps: z.int() }).nullable(),
  /** What the deployed model was fitted on: every completed window, after the holdout was scored. */
  training: z.strictObject({ ...Span.shape, asOfDates: z.array(day), refitted: z.boolean() }),
  folds: z.array(Fold),
  leaderboard: z.array(Entry),
  choice: z.strictObject({ because: z.string(), comparisons: z.array(Comparison) }),
  verdict: Promotion,
  /** How much the loss grows without each feature, largest first. */
  importances: z.array(z.strictObject({ feature: z.string(), increase: z.number() })),
  intervals: CalibratedIntervals.nullable(),
  /**
   * Of sums of chances, where the task asks for them: how far that of each date was from the expected one, in deviations, by
   * models that had not seen the date. Older cards lack it.
   */
  sums: z.strictObject({ of: z.string(), misses: z.array(z.number()) }).optional(),
  warnings: z.array(z.string()),
  selfTest: SelfTest,
  seed: z.int(),
  backend: z.string(),
  seconds: z.number(),
  bytes: z.int(),
  digests: z.strictObject({
    /** Of all that the model was made from. If it is the same, nothing changed. */
    inputs: Sha256,
    settings: Sha256,
    sql: Sha256,
    contracts: Sha256,
    code: Sha256,
    data: Sha256,
    model: Sha256,
    weights: Sha256,
  }),
});
export type Card = z.infer<typeof Card>;

/** Throws unless the features are those of the card, in the same order. */
export const assertFits = (card: Card, features: readonly string[]): void => {
  const named = card.features.map(({ name }) => name);
  const at = Math.max(named.length, features.length);
  for (let index = 0; index < at; index++)
    if (named[index] !== features[index])
      throw new Error(
        `model ${card.task}/${card.version} was trained on other features: place ${index + 1} is ${named[index] ?? "nothing"} in its card and ${features[index] ?? "nothing"} here; train the task again`,
      );
};
