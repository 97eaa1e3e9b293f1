import { play } from "./run-schedule.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { violationsIn } from "./violations.ts";
import { modelEngine } from "./world/model-engine.ts";
import { scenes } from "./world/scene.ts";
import { noTables } from "./world/tables.ts";
import { quickTyper } from "./world/typer.ts";
import { World, type WorldOptions } from "./world/world.ts";

export interface Played {
  readonly world: World;
  readonly violations: readonly string[];
}

/** One schedule from its seed to rest, on tables in memory. */
export const playModel = async (
  seed: number,
  schedule: Schedule = scheduleOf(seed),
  options: Pick<WorldOptions, "sabotage" | "log"> = {},
): Promise<Played> => {
  const tables = noTables();
  const typer = quickTyper();
  const world = new World({
    ...options,
    seed,
    faults: schedule.faults,
    quietMs: schedule.quietMs,
    hasTimers: schedule.hasTimers,
    byPriority: schedule.byPriority,
    comparesRaw: schedule.comparesRaw,
    feeds: scenes[schedule.scene].feedsOf(1, schedule.onDelete),
    engine: modelEngine(tables),
    typer: () => typer,
    fileAt: (path) => typer.fileAt(path),
  });
  await play(world, schedule);
  return { world, violations: violationsIn(world, tables) };
};

export interface Explored {
  readonly played: number;
  readonly failure: { readonly seed: number; readonly violations: readonly string[] } | undefined;
  readonly summary: string;
}

/** Plays one schedule after another and stops at the first that breaks the promise. */
export const exploreModel = async ({
  from,
  schedules,
  scheduleFor = scheduleOf,
  ...options
}: {
  readonly from: number;
  readonly schedules: number;
  readonly scheduleFor?: ((seed: number) => Schedule) | undefined;
} & Pick<WorldOptions, "sabotage">): Promise<Explored> => {
  const started = performance.now();
  const total = { effects: 0, deliveries: 0, deadLetters: 0 };
  let played = 0;
  let failure: Explored["failure"];
  for (let seed = from; seed < from + schedules && !failure; seed++) {
    // What a broken rule does must not be mended before it is seen.
    const comparesRaw = options.sabotage ? { comparesRaw: false } : {};
    const schedule = { ...scheduleFor(seed), ...comparesRaw };
    const { world, violations } = await playModel(seed, schedule, options);
    played++;
    total.effects += world.effects;
    total.deliveries += world.bus.deliveries;
    total.deadLetters += world.bus.deadLetters.length;
    if (violations.length > 0) failure = { seed, violations };
  }
  const seconds = (performance.now() - started) / 1000;
  const summary = `schedules run: ${played} in ${seconds.toFixed(1)} s; ${total.effects} effects, ${total.deliveries} deliveries, ${total.deadLetters} dead letters; ${failure ? `seed ${failure.seed} broke the promise` : "0 violations"}`;
  return { played, failure, summary };
};
