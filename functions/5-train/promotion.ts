import type { Card, Promotion } from "../../shared/registry/card.ts";
import { holdoutScore, type TrainingResult } from "./training-result.ts";

/** The model that serves now, and its score on the holdout of this training. */
export interface Champion {
  readonly card: Pick<Card, "version" | "family">;
  readonly score: number | null;
  /** False if it was fitted on the holdout or cannot be loaded: then its family, fitted before the holdout, stands in. */
  readonly itself: boolean;
  /** It answers with one number; the challenger also gives the chance. */
  readonly givesLess?: boolean;
}

/**
 * The one rule of promotion. The challenger replaces the champion unless the champion scores better on the newest holdout.
 * A champion that gives less is replaced anyway.
 */
export const decidePromotion = (
  trained: Pick<TrainingResult, "choice" | "leaderboard" | "folds" | "measure" | "baseline">,
  champion: Champion | undefined,
): Promotion => {
  const { choice, measure, baseline, folds } = trained;
  const challenger = holdoutScore(trained, choice.family);
  const scores = { measure, challenger, baseline };
  if (!champion)
    return { promote: true, because: `no model served before; ${choice.because}`, ...scores, champion: null };
  const { score, itself, givesLess = false } = champion;
  const { version, family } = champion.card;
  const stays = !givesLess && score !== null && !((challenger ?? Number.POSITIVE_INFINITY) <= score);
  const on = `on the holdout as of ${folds.at(-1)?.test.from ?? ""} (${measure} ${inWords(challenger)} against ${inWords(score)})`;
  return {
    promote: !stays,
    because: stays
      ? `${version} (${family}) stays: ${choice.family} is worse ${on}`
      : `${choice.family} ${givesLess ? "tells more" : "is not worse"} than ${version} (${family}) ${on}; ${choice.because}`,
    ...scores,
    champion: { version, score, itself },
  };
};

const inWords = (score: number | null): string => (score === null ? "unknown" : score.toPrecision(4));
