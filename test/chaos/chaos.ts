import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type Explored, exploreModel, playModel } from "./explore.ts";
import { playSql } from "./explore-sql.ts";
import { scheduleOf } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import type { SceneName } from "./world/scene.ts";

/** Enough to say how far it has come, and small enough that no core is idle at the end. */
const atOnce = 500;

const explainFailure = async (
  scene: SceneName,
  seed: number,
  violations: readonly string[],
): Promise<void> => {
  console.error(`\nseed ${seed} broke the promise:\n  ${violations.join("\n  ")}`);
  const fails = async (schedule: ReturnType<typeof scheduleOf>) =>
    (await playModel(seed, schedule)).violations.length > 0;
  const smallest = await shrink(scheduleOf(seed, scene), fails);
  console.error(`the smallest schedule that does: ${JSON.stringify(smallest, undefined, 1)}`);
  console.error(`replay: npm run chaos -- --seed ${seed}${scene === "changes" ? " --changes" : ""}`);
  process.exitCode = 1;
};

const replay = async (scene: SceneName, seed: number): Promise<void> => {
  const { violations } = await playModel(seed, scheduleOf(seed, scene));
  if (violations.length > 0) await explainFailure(scene, seed, violations);
  else console.log(`seed ${seed}: 0 violations`);
};

/** What a worker plays at once. */
interface Share {
  readonly scene: SceneName;
  readonly from: number;
  readonly schedules: number;
}

const spread = async (
  scene: SceneName,
  from: number,
  schedules: number,
  untilMs = Number.POSITIVE_INFINITY,
): Promise<void> => {
  const started = performance.now();
  let next = from;
  let played = 0;
  let failure: Explored["failure"];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL(import.meta.url), { workerData: "worker" });
    while (next < from + schedules && !failure && performance.now() - started < untilMs) {
      const share: Share = { scene, from: next, schedules: Math.min(atOnce, from + schedules - next) };
      next += share.schedules;
      worker.postMessage(share);
      const [explored] = (await once(worker, "message")) as [Explored];
      failure ??= explored.failure;
      played += explored.played;
      if (played % 2_000 < atOnce) console.log(`${played} schedules, ${failure ? 1 : 0} violations`);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${played} schedules in ${seconds.toFixed(0)} s (${(played / seconds).toFixed(0)} a second): ${failure ? 1 : 0} violations`,
  );
  if (failure) await explainFailure(scene, failure.seed, failure.violations);
};

const withSql = async (scene: SceneName, from: number, schedules: number): Promise<void> => {
  for (let seed = from; seed < from + schedules; seed++) {
    const violations = await playSql(seed, scheduleOf(seed, scene));
    if (violations.length === 0) continue;
    console.error(`seed ${seed} with the real SQL:\n  ${violations.join("\n  ")}`);
    process.exitCode = 1;
    return;
  }
  console.log(`${schedules} schedules with the real SQL: 0 violations`);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      schedules: { type: "string" },
      /** Plays for so long, from the seed on: for a night. */
      minutes: { type: "string" },
      from: { type: "string", default: "1" },
      seed: { type: "string" },
      sql: { type: "string" },
      /** Files of inserts, updates and deletes among the plain ones. */
      changes: { type: "boolean", default: false },
    },
  });
  const { schedules, minutes, sql, seed, from = "1" } = values;
  const scene = values.changes ? "changes" : "files";
  const first = Number(seed ?? from);
  if (sql !== undefined) return withSql(scene, first, Number(sql));
  if (minutes !== undefined)
    return spread(scene, first, Number.MAX_SAFE_INTEGER - first, Number(minutes) * 60_000);
  // A seed alone is played again, and made smaller if it fails.
  if (seed !== undefined && schedules === undefined) return replay(scene, first);
  return spread(scene, first, Number(schedules ?? 1000));
};

if (isMainThread) await main();
else if (workerData === "worker")
  parentPort?.on("message", async ({ scene, ...share }: Share) => {
    const scheduleFor = (seed: number) => scheduleOf(seed, scene);
    parentPort?.postMessage(await exploreModel({ ...share, scheduleFor }));
  });
