import type { ThresholdTable } from "../../../functions/operations/fit/describe-fit.ts";
import type { Fit } from "../../../functions/operations/fit/fit.ts";
import { approachTo } from "../../../shared/learning/approaches.ts";
import type { Card } from "../../../shared/registry/card.ts";
import { percent } from "../../../shared/words.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { leaderboardText } from "./leaderboard.ts";

const mostShown = 12;

/** The leaderboard, what decides the answers, and for chances what each threshold costs and finds. */
export const fitText = ({ card, predicted }: Fit, thresholds: ThresholdTable | undefined): string =>
  paragraphs(
    predicted !== null && `The prediction is the probability that ${card.target.name} is ${predicted}.`,
    leaderboardText(card),
    importancesText(card),
    thresholds && predicted !== null && thresholdsText(thresholds, predicted),
  );

const importancesText = ({ importances, leaderboard, family, target }: Card): string => {
  const measure = approachTo(target.kind).scorer.lossName;
  const loss = leaderboard.find((entry) => entry.family === family)?.validation[measure] ?? Number.NaN;
  const shown = importances.filter(({ increase }) => increase > 0).slice(0, mostShown);
  if (shown.length === 0) return "No feature makes the answers better.";
  const rows = shown.map(({ feature, increase }) => [feature, `+${percent(increase / loss)}`]);
  return `What the answers depend on: the loss (${measure}) when a feature's values are shuffled\n${table(["feature", ...right("loss")], rows)}`;
};

const thresholdsText = ({ best, rows }: ThresholdTable, predicted: string): string => {
  const cells = rows.map(({ threshold, called, precision, recall, f1 }) => [
    threshold.toFixed(3),
    percent(called),
    Number.isNaN(precision) ? "-" : percent(precision),
    percent(recall),
    f1.toFixed(3),
    threshold === best ? "◀ best on the validation rows" : "",
  ]);
  const head = ["chance from", ...right("called", "of them right", "found", "F1"), ""];
  return `Calling a row ${predicted} from a chance on, on the holdout\n${table(head, cells)}`;
};
