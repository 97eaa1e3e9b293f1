import type { Platform } from "../../shared/platform.ts";
import { registryIn } from "../../shared/registry/registry.ts";
import { type CardSubject, makeCard } from "./make-card.ts";
import { type Champion, decidePromotion } from "./promotion.ts";
import type { Watch } from "./settings.ts";
import type { Made, Trainable } from "./trainable.ts";
import type { TrainingResult } from "./training-result.ts";

/** What a kind of task brings to the trainer: its data, and how candidates are scored on it. */
export interface Course<Data, Result extends TrainingResult> extends Pick<Trainable, "definition"> {
  readonly subject: CardSubject;
  read(platform: Platform, signal?: AbortSignal): Promise<Data>;
  /** Plans past dates, scores every candidate on them, and chooses one. */
  compete(data: Data, watch: Watch): Promise<Result>;
  /** The score of the model that serves now on the same holdout. */
  scoreChampion(champion: Made, result: Result): Champion;
}

/** The path of every training: read, compete, promote, write the card. */
export const trainer = <Data, Result extends TrainingResult>(course: Course<Data, Result>): Trainable => ({
  name: course.subject.task,
  definition: course.definition,
  async make(platform, version, watch) {
    const data = await course.read(platform, watch.signal);
    const result = await course.compete(data, watch);
    const champion = await servingModel(platform, course.subject.task);
    const promotion = decidePromotion(result, champion && course.scoreChampion(champion, result));
    return makeCard(result, course.subject, version, promotion);
  },
});

const servingModel = async ({ models }: Platform, task: string): Promise<Made | undefined> => {
  const registry = registryIn(models);
  const current = await registry.current(task);
  return current && registry.load(task, current.value.version);
};
