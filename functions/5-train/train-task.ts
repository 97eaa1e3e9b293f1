import { RetryLater } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { type Registry, registryIn } from "../../shared/registry/registry.ts";
import type { Attempt } from "./attempts.ts";
import { localTime } from "./due.ts";
import { TrivialPredictor } from "./guards.ts";
import { digestInputs, erasuresDigest, type InputDigests } from "./inputs.ts";
import { versionName } from "./make-card.ts";
import { TooFewRows } from "./plan-folds.ts";
import type { Watch } from "./settings.ts";
import type { Trainable } from "./trainable.ts";

export interface TrainOptions extends Watch {
  /** Train even if a version was made from the same inputs before. */
  readonly anew?: boolean;
}

/**
 * Makes a version of a task's model and promotes it if it earned that. After a crash the old version goes on serving, and
 * the next run takes up a version that was finished instead of making it twice.
 */
export const trainTask = async (
  platform: Platform,
  trainable: Trainable,
  options: TrainOptions,
): Promise<Attempt> => {
  const digests = await digestInputs(platform, trainable);
  const erasures = await erasuresDigest(platform);
  const end = (outcome: Attempt["outcome"], because: string, version: string | null): Attempt => ({
    schema: "daybook.training/v1",
    task: trainable.name,
    outcome,
    because,
    version,
    at: platform.clock.now().toISOString(),
    localDate: localTime(platform.clock.now(), platform.company.timeZone).date,
    inputs: digests.inputs,
    erasures,
  });
  try {
    const card = await finishedCard(platform, trainable, digests, options);
    await assertNobodyErased(platform, erasures);
    const { version, verdict: promotion } = card;
    if (!promotion.promote) return end("kept", promotion.because, version);
    const registry = registryIn(platform.models);
    const current = await registry.current(card.task);
    await registry.promote(
      card.task,
      version,
      { because: promotion.because, at: platform.clock.now() },
      current?.generation ?? "0",
    );
    return end("promoted", promotion.because, version);
  } catch (error) {
    if (error instanceof TooFewRows)
      return end("too_few_rows", `too few rows to train on: ${error.message}`, null);
    if (error instanceof TrivialPredictor) return end("refused", error.message, null);
    throw error;
  }
};

const finishedCard = async (
  platform: Platform,
  trainable: Trainable,
  digests: InputDigests,
  options: TrainOptions,
): Promise<Card> => {
  const registry = registryIn(platform.models);
  const before = options.anew ? undefined : await newestFrom(registry, trainable.name, digests);
  if (before) return before;
  const created = platform.clock.now();
  const version = versionName(created, platform.ids.next());
  const erasures = await erasuresDigest(platform);
  const { card, saved } = await trainable.make(platform, { version, created, digests }, options);
  await assertNobodyErased(platform, erasures);
  await registry.add(card, saved);
  return card;
};

/** What was learned from the rows of a person who is erased meanwhile must not come into force. */
const assertNobodyErased = async (platform: Platform, erasures: string): Promise<void> => {
  if ((await erasuresDigest(platform)) !== erasures)
    throw new RetryLater("a customer was erased during the training; it begins anew");
};

/** The newest version, if it was made from the same inputs: an earlier attempt got that far. */
const newestFrom = async (
  registry: Registry,
  task: string,
  { inputs }: InputDigests,
): Promise<Card | undefined> => {
  const newest = (await registry.versions(task)).at(-1);
  const card = newest === undefined ? undefined : await registry.card(task, newest);
  return card?.digests.inputs === inputs ? card : undefined;
};
