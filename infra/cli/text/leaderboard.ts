import { type Card, type Fold, isDrawn } from "../../../shared/registry/card.ts";
import { counted, number, percent, seconds } from "../../../shared/words.ts";
import { lines, paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";

/** The scores that people read first, where a task has them. */
const shownScores = [
  "mae",
  "rmse",
  "r2",
  "medianAbsoluteError",
  "spearman",
  "gini",
  "decileError",
  "bias",
  "tweedieDeviance",
  "auc",
  "averagePrecision",
  "calibrationError",
  "brierSkill",
  "maeGivenPurchase",
  "logLoss",
  "mase",
  "smape",
  "wape",
  "totalError",
  "coverage80",
  "coverage95",
] as const;

/** Families and baselines in one table, best first; then the folds, the choice and the promotion. */
export const leaderboardText = (card: Card): string => {
  const entries = card.leaderboard.toSorted(
    (a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY),
  );
  const has = (name: string) => entries.some((entry) => name in entry.holdout || name in entry.validation);
  const scores = shownScores.filter(has);
  const columns = ["family", ...right("rank", ...scores, "time", "size"), ""];
  const scored = (on: "validation" | "holdout") =>
    table(
      columns,
      entries.map((entry) => [
        entry.baseline ? `(${entry.family})` : entry.family,
        entry.rank === null ? "-" : entry.rank.toFixed(2),
        ...scores.map((name) => score(entry[on][name])),
        seconds(1000 * entry.seconds),
        entry.bytes === 0 ? "-" : `${number(Math.ceil(entry.bytes / 1000))} kB`,
        entry.failed ?? (entry.family === card.family ? "◀ chosen" : ""),
      ]),
    );
  const holdout = card.folds.filter(({ role }) => role === "holdout");
  return paragraphs(
    `${card.task}: model ${card.version} (${card.family}), trained on ${card.backend}`,
    `Mean of ${counted(card.folds.length - 1, "validation fold")}; in brackets: baselines\n${scored("validation")}`,
    `Holdout, scored once: ${holdout.map(testText).join()}\n${scored("holdout")}`,
    lines(...card.folds.map(foldLine), notes(card)),
  );
};

const testText = ({ train, test }: Fold): string =>
  isDrawn({ train, test })
    ? `${counted(test.rows, "row")} drawn at random`
    : `as of ${test.from === test.to ? test.from : `${test.from} to ${test.to}`}, ${counted(test.rows, "row")} of ${number(test.entities)}`;

const foldLine = (fold: Fold): string =>
  isDrawn(fold)
    ? `${fold.role}: trained on ${counted(fold.train.rows, "row")}; tested on ${testText(fold)}`
    : `${fold.role}: trained on ${counted(fold.train.rows, "row")} as of ${fold.train.from} to ${fold.train.to}; tested ${testText(fold)}`;

const notes = ({ choice, verdict, training, intervals, warnings }: Card): string =>
  lines(
    `Chosen: ${choice.because}.`,
    ...choice.comparisons.map(
      ({ family, against, measure, difference, lower, upper, better = null }) =>
        `${family} minus ${against} on the holdout: ${measure} ${difference.toPrecision(3)} (95 % of bootstrap draws between ${lower.toPrecision(3)} and ${upper.toPrecision(3)}${better === null ? "" : `; below zero in ${percent(better)}`}).`,
    ),
    `Promotion: ${verdict.promote ? "promoted" : "not promoted"}; ${verdict.because}.`,
    verdict.promote &&
      `The promoted model was fitted on all ${counted(training.rows, "row")} as of ${training.from} to ${training.to}, after the holdout was scored.`,
    intervals !== null &&
      `Intervals: 80 % covered ${percent(intervals.coverage["80"])}, 95 % ${percent(intervals.coverage["95"])}, upper 90 % ${percent(intervals.coverage.upper90)} of the holdout.`,
    ...warnings.map((warning) => `Warning: ${warning}.`),
  );

const score = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return "-";
  return Math.abs(value) >= 100 ? number(Math.round(value)) : value.toFixed(3);
};
