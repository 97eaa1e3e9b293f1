import { dayOf } from "../../shared/dates.ts";
import type { Model } from "../../shared/learning/model.ts";
import { mean } from "../../shared/learning/numbers.ts";
import type { Card, Verdict } from "../../shared/registry/card.ts";
import { tellsParts } from "./hurdle-rule.ts";
import { judgeOf } from "./scoring.ts";
import type { TrainSettings } from "./settings.ts";
import type { Trained } from "./train-table.ts";

/** The model that answers now. */
export interface Champion {
  readonly card: Card;
  /** Undefined when it can no longer be asked: other features, or a family that is gone. */
  readonly model: Model | undefined;
}

/**
 * A challenger takes over when the newest holdout does not speak for the champion, or when that one does not tell the chance
 * of a purchase from its amount where the preferred family and the challenger do.
 */
export const verdictOf = (
  {
    choice,
    leaderboard,
    test,
    folds,
    holdout,
    model,
  }: Pick<Trained, "choice" | "leaderboard" | "test" | "folds" | "holdout" | "model">,
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
  const mustTell = model.parts !== undefined && tellsParts(settings.preferred, holdout);
  const tellsLess = mustTell && champion.model !== undefined && !champion.model.parts;
  const holds = !tellsLess && score !== null && !((challenger ?? Number.POSITIVE_INFINITY) <= score);
  const not = tellsLess ? "tells more" : "is not worse";
  return {
    promote: !holds,
    because: holds
      ? `${version} (${family}) stays: ${choice.family} is worse ${on}`
      : `${choice.family} ${not} than ${version} (${family}) ${on}; ${choice.because}`,
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
