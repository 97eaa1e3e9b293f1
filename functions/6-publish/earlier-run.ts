import type { Platform } from "../../shared/platform.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import type { Base } from "./base.ts";
import type { ModelInForce } from "./models-in-force.ts";
import { forgetProgress, isComplete, type Progress, readProgress } from "./progress.ts";

export const versionsOf = (models: readonly ModelInForce[]): string[] =>
  models.map(({ task, card }) => `${task.name} ${card.version}`);

/** What an earlier run has left, if it can be continued; otherwise the publication begins anew. */
export const earlierRun = async (
  { serving, state, log }: Pick<Platform, "serving" | "state" | "log">,
  base: Base,
  models: readonly ModelInForce[],
): Promise<Progress | undefined> => {
  const progress = await readProgress(serving);
  if (!progress) return undefined;
  const why =
    progress.erasures === (await erasuresIn(state).count())
      ? await reasonToBeginAnew(serving, progress, base, versionsOf(models))
      : "a customer was erased";
  if (why === undefined) return progress;
  log.info("the publication begins anew", { why });
  await forgetProgress(serving);
  return undefined;
};

const reasonToBeginAnew = async (
  serving: Platform["serving"],
  progress: Progress,
  { replaces, method, manifest }: Base,
  models: readonly string[],
): Promise<string | undefined> => {
  if (progress.replaces !== replaces) return "another snapshot is in force";
  if (progress.method !== method) return "the tables are read by other statements, or were migrated";
  if (progress.models.join() !== models.join()) return "other models are in force";
  if (progress.base !== null && progress.base !== manifest?.id) return "its base cannot be updated any more";
  if (!(await isComplete(serving, progress))) return "some of what it has written is gone";
  return undefined;
};
