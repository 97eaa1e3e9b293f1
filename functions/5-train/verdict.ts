import { dayOf } from "../../shared/dates.ts";
import type { Card, Verdict } from "../../shared/models/card.ts";
import type { Model } from "../../shared/models/model.ts";
import { mean } from "../../shared/models/numbers.ts";

import { judgeOf } from "./judge.ts";
import type { TrainSettings } from "./settings.ts";
import type { Trained } from "./train-table.ts";

/** The model that answers now. */
export interface Champion {
  readonly card: Card;
  /** Undefined when it can no longer be asked: other features, or a family that is gone. */
  readonly model: Model | undefined;
}

/** A challenger takes over when the newest holdout does not speak for the champion. */
export const verdictOf = (
  { choice, leaderboard, test, folds }: Pick<Trained, "choice" | "leaderboard" | "test" | "folds">,
  champion: Champion | undefined,
  settings: TrainSettings,
): Verdict => {
  const { lossName, loss } = judgeOf(settings.target.kind);
  const scoreOf = (name: string) =>
    finite(leaderboard.find(({ family }) => family === name)?.holdout[lossName]);
  const [challenger, baseline] = [scoreOf(choice.family), scoreOf(settings.fallback)];
  const told = { measure: lossName, challenger, baseline };
  if (!champion)
    return { promote: true, because: `no model answered before; ${choice.because}`, ...told, champion: null };
  const from = folds.at(-1)?.test.from ?? "";
  const itself = champion.model !== undefined && isUnseenBy(champion.card, from);
  const score =
    itself && champion.model
      ? finite(mean(loss(test.y, champion.model.predict(test))))
      : scoreOf(champion.card.family);
  const { version, family } = champion.card;
  const on = `on the holdout as of ${from} (${lossName} ${said(challenger)} against ${said(score)})`;
  const holds = score !== null && !((challenger ?? Number.POSITIVE_INFINITY) <= score);
  return {
    promote: !holds,
    because: holds
      ? `${version} (${family}) stays: ${choice.family} is worse ${on}`
      : `${choice.family} is not worse than ${version} (${family}) ${on}; ${choice.because}`,
    ...told,
    champion: { version, score, itself },
  };
};

/** Of outcomes that are all 0, a loss may not be a number. */
const finite = (score: number | null | undefined): number | null =>
  score === null || score === undefined || !Number.isFinite(score) ? null : score;

const isUnseenBy = ({ training, horizonDays }: Card, from: string): boolean =>
  dayOf(training.to) + Math.max(1, horizonDays) <= dayOf(from);

const said = (score: number | null): string => (score === null ? "unknown" : score.toPrecision(4));
