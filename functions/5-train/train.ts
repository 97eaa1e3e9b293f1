import { messageOf, RetryLater } from "../../shared/errors.ts";
import type { Wake } from "../../shared/events.ts";
import { MEDIAN } from "../../shared/learning/candidate.ts";
import { isRecurrent } from "../../shared/learning/recurrent-families.ts";
import type { Platform } from "../../shared/platform.ts";
import { registryIn } from "../../shared/registry/registry.ts";
import { singleFlight } from "../../shared/work/lease.ts";
import { announceModel } from "./announce.ts";
import { type Attempt, attemptsIn } from "./attempts.ts";
import { driftSince, localTime, reasonToTrain } from "./due.ts";
import { digestInputs, erasuresDigest } from "./inputs.ts";
import { type TrainOptions, trainTask } from "./train-task.ts";
import type { Trainable } from "./trainable.ts";

/** One fit may take this long. A shorter lease would expire, and a second worker would repeat the work. */
const leastLeaseMs = 120_000;

export interface TrainRequest extends TrainOptions {
  /** Train now, even if no task is due. */
  readonly asked?: boolean;
  readonly tasks?: readonly string[];
  /** Also try networks that read the days one by one. */
  readonly recurrent?: boolean;
}

export type Training = Attempt | { readonly task: string; readonly outcome: "unchanged" };

/** Trains the tasks that are due, whatever the wake says. Returns undefined if another worker holds the lease. */
export const train =
  (platform: Platform, trainables: readonly Trainable[]) =>
  async (_: Wake, request: TrainRequest = {}): Promise<readonly Training[] | undefined> => {
    const { tasks } = request;
    const wanted = await Promise.all(
      trainables
        .filter(({ name }) => tasks === undefined || tasks.includes(name))
        .map((trainable) => variantFor(platform, trainable, request)),
    );
    const trainings: Training[] = [];
    const tools = { ...platform, leaseMs: Math.max(platform.leaseMs, leastLeaseMs) };
    if (!(await anyDue(platform, wanted, request)))
      return wanted.map(({ name }) => ({ task: name, outcome: "unchanged" }));
    const outcome = await singleFlight(tools, "train", async (lease) => {
      const options = renewing(request, () => lease.settle());
      await eachInTurn(wanted, request, async (trainable) => {
        const reason = await reasonFor(platform, trainable, request);
        if (reason === undefined) trainings.push({ task: trainable.name, outcome: "unchanged" });
        else trainings.push(await trainOne(platform, trainable, reason, options));
      });
    });
    return outcome === "busy" ? undefined : trainings;
  };

/** A task that fails does not stop the others. A lost lease or an abort stops them all. */
const eachInTurn = async (
  wanted: readonly Trainable[],
  { signal }: TrainRequest,
  work: (trainable: Trainable) => Promise<void>,
): Promise<void> => {
  const failures: unknown[] = [];
  for (const trainable of wanted)
    try {
      await work(trainable);
    } catch (error) {
      if (error instanceof RetryLater || signal?.aborted) throw error;
      failures.push(error);
    }
  const [first, ...others] = failures;
  if (others.length > 0) throw new AggregateError(failures, failures.map(messageOf).join("; "));
  if (first !== undefined) throw first;
};

/** Once a recurrent network serves, recurrent networks are candidates every night, whatever the cost. */
const variantFor = async (
  { models }: Platform,
  trainable: Trainable,
  { recurrent = false }: TrainRequest,
): Promise<Trainable> => {
  if (!trainable.recurrent) return trainable;
  if (recurrent) return trainable.recurrent;
  const registry = registryIn(models);
  const current = await registry.current(trainable.name);
  const card = current && (await registry.card(trainable.name, current.value.version));
  return card?.sequences && (isRecurrent(card.family) || card.family === MEDIAN)
    ? trainable.recurrent
    : trainable;
};

const anyDue = async (platform: Platform, trainables: readonly Trainable[], request: TrainRequest) => {
  for (const trainable of trainables)
    if ((await reasonFor(platform, trainable, request)) !== undefined) return true;
  return false;
};

const reasonFor = async (
  platform: Platform,
  trainable: Trainable,
  { asked = false, anew = false }: TrainRequest,
): Promise<string | undefined> => {
  if (anew) return "asked for anew";
  const { state, models, clock, company } = platform;
  const last = await attemptsIn(state).last(trainable.name);
  const version = (await registryIn(models).current(trainable.name))?.value.version;
  return reasonToTrain({
    last,
    hasModel: version !== undefined,
    inputs: (await digestInputs(platform, trainable)).inputs,
    erasures: await erasuresDigest(platform),
    local: localTime(clock.now(), company.timeZone),
    drift: await driftSince(platform, trainable.name, version, last),
    asked,
  });
};

/** Each fit renews the lease; a worker that has lost it stops there. */
const renewing = (request: TrainRequest, renew: () => Promise<void>): TrainOptions => ({
  ...request,
  onStep: async (step) => {
    await renew();
    await request.onStep?.(step);
  },
});

/** The attempt is recorded after all its effects: a crash in between repeats only what is safe to repeat. */
const trainOne = async (
  platform: Platform,
  trainable: Trainable,
  reason: string,
  options: TrainOptions,
): Promise<Attempt> => {
  const { log } = platform;
  log.info("training", { task: trainable.name, reason });
  const attempt = await trainTask(platform, trainable, options);
  const fields = { task: attempt.task, because: attempt.because, version: attempt.version };
  if (attempt.outcome === "promoted" || attempt.outcome === "kept")
    log.info(`model ${attempt.outcome}`, fields);
  else log.warn("not trained; the previous model goes on serving", fields);
  if (attempt.outcome === "promoted") await announceModel(platform, attempt.task, attempt.version ?? "");
  await attemptsIn(platform.state).record(attempt);
  return attempt;
};
