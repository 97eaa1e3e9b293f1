import { JobFailed, ObjectMissing, RetryLater } from "../../../shared/errors.ts";
import type { Clock, LoadJob, ObjectStore, Warehouse } from "../../../shared/ports.ts";
import type { Bucket } from "./bucket.ts";
import { type Job, QuotaSpent, Refused, type Work } from "./jobs.ts";
import { never, type Process } from "./process.ts";
import type { World } from "./world.ts";

/** Something a process does to the world, in its turn and with its fate. */
export const perform = async <Result>(
  world: World,
  process: Process,
  isWrite: boolean,
  act: () => Result | Promise<Result>,
): Promise<Result> => {
  await world.turns.turn(process);
  const pause = world.dice.pauseMs();
  if (pause > 0) process.stillUntil = Math.max(process.stillUntil, world.turns.now + pause);
  while (process.stillUntil > world.turns.now) await world.turns.sleep(process.stillUntil - world.turns.now);
  if (!process.isAlive) return never();
  const fate = world.dice.fateOf(process.stage, isWrite);
  if (fate === "is refused") throw new Error("503 backendError");
  if (fate === "dies before") return die(process);
  const result = await act();
  if (isWrite) world.effects++;
  if (fate === "dies after") return die(process);
  if (fate === "is not answered") throw new Error("the connection broke before the answer came");
  return result;
};

const die = <Result>(process: Process): Promise<Result> => {
  process.die();
  return never();
};

/** Time as one process sees it: when it is dead, its timers are. */
export const clockOf = (world: World, process: Process): Clock => ({
  now: () => new Date(world.turns.now),
  sleep: (ms) => world.turns.sleep(ms),
  ...(world.hasTimers && {
    every: (ms, call) => {
      let stopped = false;
      const again = () =>
        world.turns.after(ms, () => {
          if (stopped || !process.isAlive) return;
          call();
          again();
        });
      again();
      return () => {
        stopped = true;
      };
    },
  }),
});

const tooSoon = Symbol("429");

/** A bucket as one process sees it. */
export const storeOf = (world: World, process: Process, bucket: Bucket): ObjectStore => {
  const change = async <Result>(name: string, act: () => Result): Promise<Result> => {
    for (;;) {
      const wait = bucket.waitMs(name, world.turns.now);
      if (wait > 0) await world.turns.sleep(wait);
      // Others have had their turns meanwhile: who comes too soon after them is answered 429.
      const result = await perform(world, process, true, () =>
        bucket.waitMs(name, world.turns.now) > 0 ? tooSoon : act(),
      );
      if (result !== tooSoon) return result;
      world.throttled++;
    }
  };
  const read = <Result>(act: () => Result) => perform(world, process, false, act);
  return {
    stat: (name, generation) => read(() => bucket.find(name, generation)),
    async *read(name, generation) {
      const body = await read(() => found(bucket, name, generation));
      const half = body.length >> 1;
      if (bucket !== world.landing || half === 0) return yield body;
      // Long enough to be overwritten in between, as a large file is.
      yield body.subarray(0, half);
      yield (await read(() => found(bucket, name, generation))).subarray(half);
    },
    write: (name, body, options) => change(name, () => bucket.write(name, body, world.turns.now, options)),
    upload: async (name, path, options) => {
      const body = await world.fileAt(path);
      return change(name, () => bucket.write(name, body, world.turns.now, options));
    },
    remove: (name, options) => change(name, () => bucket.remove(name, options)),
    list: (prefix) => read(() => bucket.list(prefix)),
  };
};

const found = (bucket: Bucket, name: string, generation?: string): Buffer => {
  const version = bucket.find(name, generation);
  if (!version) throw new ObjectMissing(`${name}#${generation}`);
  return version.body;
};

const runs = 4;
const deadlineMs = 60_000;
const singleLoads = 50;

/** The warehouse as one process sees it, with the runs and attachments of the real adapter. */
export const warehouseOf = (world: World, process: Process): Warehouse => {
  const ended = async (id: string, work: Work | undefined, until: number): Promise<Job> => {
    const submit = () => (work ? world.jobs.submit(id, work) : world.jobs.burn(id));
    const still = world.dice.standStillMs();
    if (still > 0) process.stillUntil = Math.max(process.stillUntil, world.turns.now + still);
    const job = await perform(world, process, true, submit);
    while (job.state !== "DONE") {
      if (world.turns.now > until) throw new RetryLater(`${id} is ${job.state} at the deadline`);
      await world.turns.sleep(500);
      if (!process.isAlive) return never();
    }
    return job;
  };
  /** Without work it only takes the id. */
  const walk = async (id: string, work: Work | undefined): Promise<void> => {
    const until = world.turns.now + deadlineMs;
    for (let run = 1; ; run++) {
      const job = await ended(run === 1 ? id : `${id}--run${run}`, work, until).catch(later);
      if (!job.errorResult) return;
      if (job.errorResult.reason !== "backendError" || run === runs)
        throw new JobFailed(job.errorResult.message);
    }
  };
  return {
    query: (sql, params = {}) => perform(world, process, false, () => world.engine.query(sql, params)),
    define: async () => undefined,
    run: (job) => walk(job.id, { script: job }),
    async load(job) {
      const outcomes = await Promise.allSettled(partsOf(job).map((part) => walk(part.id, { load: part })));
      const faults = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
      if (faults.length > 0) throw faults.find((fault) => !(fault instanceof JobFailed)) ?? faults[0];
    },
    async burn(job) {
      const parts = "script" in job ? [job] : partsOf(job);
      const outcomes = await Promise.allSettled(parts.map(({ id }) => walk(id, undefined)));
      const faults = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
      for (const fault of faults) if (!(fault instanceof JobFailed)) throw fault;
      return faults.length > 0 ? "burnt" : "ran";
    },
  };
};

const later = (error: unknown): never => {
  if (error instanceof QuotaSpent) throw new RetryLater(error.message);
  if (error instanceof Refused) throw new JobFailed(error.message);
  throw error;
};

/** Few partitions are one load each, which may end in any order; many go through one bulk load. */
const partsOf = (job: LoadJob): LoadJob[] => {
  const { replace } = job;
  if (replace === "all" || replace.length > singleLoads || replace.length < 2) return [job];
  return replace.map((date) => ({
    ...job,
    id: `${job.id}--${date}`,
    replace: [date],
    objects: job.objects.filter((object) => object.split("/")[1] === date),
  }));
};
