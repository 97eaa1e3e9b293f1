import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { type Registry, registryIn } from "../../shared/registry/registry.ts";
import { type Attempt, attemptsIn } from "./attempts.ts";
import { localTime } from "./due.ts";
import { TrivialPredictor } from "./guards.ts";
import { erasuresIn, type Inputs, inputsOf } from "./inputs.ts";
import { TooFewRows } from "./plan-folds.ts";
import type { Watch } from "./settings.ts";
import type { Trainable } from "./trainable.ts";

export interface TrainOptions extends Watch {
  /** Also when a version was made of the very same inputs before. */
  readonly anew?: boolean;
}

/**
 * Makes a version of a task's model and lets it answer if it earned that. Ended anywhere, the old one goes on answering;
 * begun again, a version that was finished is taken up instead of made twice.
 */
export const trainTask = async (
  platform: Platform,
  trainable: Trainable,
  options: TrainOptions,
): Promise<Attempt> => {
  const inputs = await inputsOf(platform, trainable);
  const erasures = await erasuresIn(platform);
  const end = (outcome: Attempt["outcome"], because: string, version: string | null): Attempt => ({
    schema: "daybook.training/v1",
    task: trainable.name,
    outcome,
    because,
    version,
    at: platform.clock.now().toISOString(),
    localDate: localTime(platform.clock.now(), platform.company.timeZone).date,
    inputs: inputs.inputs,
    erasures,
  });
  try {
    const card = await madeCard(platform, trainable, inputs, options);
    const { version, verdict } = card;
    if (!verdict.promote) return end("kept", verdict.because, version);
    const registry = registryIn(platform.models);
    const current = await registry.current(card.task);
    await registry.promote(
      card.task,
      version,
      { because: verdict.because, at: platform.clock.now() },
      current?.generation ?? "0",
    );
    return end("promoted", verdict.because, version);
  } catch (error) {
    if (error instanceof TooFewRows)
      return end("too_few_rows", `too few rows to train on: ${error.message}`, null);
    if (error instanceof TrivialPredictor) return end("refused", error.message, null);
    throw error;
  }
};

export const recordAttempt = (platform: Platform, attempt: Attempt): Promise<void> =>
  attemptsIn(platform.state).record(attempt);

const madeCard = async (
  platform: Platform,
  trainable: Trainable,
  inputs: Inputs,
  options: TrainOptions,
): Promise<Card> => {
  const registry = registryIn(platform.models);
  const before = options.anew ? undefined : await finishedOf(registry, trainable.name, inputs);
  if (before) return before;
  const created = platform.clock.now();
  const version = versionAt(created, platform.ids.next());
  const { card, saved } = await trainable.make(platform, { version, created, inputs }, options);
  await registry.add(card, saved);
  return card;
};

/** The newest version, if it was made of the same inputs: an earlier attempt got that far. */
const finishedOf = async (
  registry: Registry,
  task: string,
  { inputs }: Inputs,
): Promise<Card | undefined> => {
  const newest = (await registry.versions(task)).at(-1);
  const card = newest === undefined ? undefined : await registry.card(task, newest);
  return card?.digests.inputs === inputs ? card : undefined;
};

const versionAt = (at: Date, id: string): string => {
  const time = at
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, "")
    .toLowerCase();
  return `${time}-${id
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, "")
    .slice(0, 8)}`;
};
