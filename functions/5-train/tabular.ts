import { dayOf } from "../../shared/dates.ts";
import { approachTo } from "../../shared/learning/approaches.ts";
import { medianCandidate } from "../../shared/learning/candidate.ts";
import { calibrated } from "../../shared/learning/combined/calibrated.ts";
import type { Model } from "../../shared/learning/model.ts";
import { mean } from "../../shared/learning/numbers.ts";
import { finiteScore } from "../../shared/learning/scoring.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { openModel } from "../../shared/registry/self-test.ts";
import type { Champion } from "./promotion.ts";
import { givesParts } from "./run-fold.ts";
import type { TrainSettings } from "./settings.ts";
import { type TableResult, trainTable } from "./train-table.ts";
import type { Made, Trainable } from "./trainable.ts";
import { trainer } from "./trainer.ts";
import { holdoutScore } from "./training-result.ts";

export interface TabularTask {
  readonly sql: string;
  readonly settings: TrainSettings;
  read(platform: Platform, signal?: AbortSignal): Promise<Table>;
}

/** A task whose rows are features and an outcome. */
export const tabular = ({ sql, settings, read }: TabularTask): Trainable =>
  trainer({
    subject: settings,
    definition: { sql, settings: settingsText(settings) },
    read,
    compete: (table, watch) => trainTable(table, settings, watch),
    scoreChampion: (champion, result) =>
      scoreOnTable(champion.card, open(champion, result, settings), result, settings),
  });

const settingsText = ({ candidates, ...settings }: TrainSettings): string =>
  JSON.stringify({
    ...settings,
    families: candidates.map(({ family, baseline }) => [family.name, baseline]),
  });

/** Undefined if the champion was made of other features, or its family is gone. */
const open = (champion: Made, { test }: TableResult, { candidates }: TrainSettings): Model | undefined => {
  const known = [...candidates, medianCandidate(candidates)].map(({ family }) => family);
  try {
    return openModel(
      champion,
      new Map([...known, calibrated(known)].map((family) => [family.name, family])),
      test.features,
    );
  } catch {
    return undefined;
  }
};

/** A champion that was fitted on the holdout has seen its outcomes: then its family, fitted before the holdout, is scored. */
export const scoreOnTable = (
  card: Card,
  model: Model | undefined,
  result: TableResult,
  { target, preferred }: Pick<TrainSettings, "target" | "preferred">,
): Champion => {
  const { test, holdout, folds } = result;
  const { scorer } = approachTo(target.kind);
  const unseen = model && isUnseen(card, folds.at(-1)?.test.from ?? "") ? model : undefined;
  const mustGiveParts = result.model.parts !== undefined && givesParts(preferred, holdout);
  return {
    card,
    score: unseen
      ? finiteScore(mean(scorer.loss(test.y, unseen.predict(test))))
      : holdoutScore(result, card.family),
    itself: unseen !== undefined,
    givesLess: mustGiveParts && model !== undefined && !model.parts,
  };
};

const isUnseen = ({ training, horizonDays }: Card, from: string): boolean =>
  dayOf(training.to) + Math.max(1, horizonDays) <= dayOf(from);
