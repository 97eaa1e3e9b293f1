import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTables } from "../../functions/tables.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { contents } from "../e2e/tables.ts";
import { standingIn } from "./expected.ts";
import { play } from "./run-schedule.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { restless, unfinished, unheard } from "./violations.ts";
import { noFaults } from "./world/faults.ts";
import { Process } from "./world/process.ts";
import { scenes } from "./world/scene.ts";
import { openDuckDb, sqlEngine, sqlTyper } from "./world/sql-engine.ts";
import { World, type WorldOptions } from "./world/world.ts";

/** One schedule with the real SQL on DuckDB: its tables must equal, byte for byte, those of one clean run. */
export const playSql = async (
  seed: number,
  made = scheduleOf(seed),
  sabotage?: WorldOptions["sabotage"],
): Promise<readonly string[]> => {
  const schedule = { ...made, judged: true };
  const folder = mkdtempSync(join(tmpdir(), "daybook-chaos-"));
  try {
    const played = await inWorld(
      join(folder),
      seed,
      schedule,
      async (world) => play(world, schedule),
      sabotage,
    );
    const files = standingIn(played.world);
    const clean = await inWorld(folder, seed, { ...schedule, faults: noFaults }, async (world) => {
      // All of these files entered: whoever was asked let them in.
      world.deploy(played.world.feeds.map((feed) => ({ ...feed, minRows: undefined })));
      world.stopOldDeploys();
      for (const { object, text } of files) world.landing.write(object, text, world.turns.now);
      world.turns.after(0, () => world.bus.send("sweep", {}));
      await world.turns.run();
    });
    return [
      ...differences(played.tables, clean.tables),
      ...restless(played.world),
      ...unfinished(played.world),
      ...unheard(played.world),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const inWorld = async (
  parent: string,
  seed: number,
  { faults, onDelete, quietMs, hasTimers, scene }: Schedule,
  work: (world: World) => Promise<void>,
  sabotage?: WorldOptions["sabotage"],
): Promise<{ readonly world: World; readonly tables: Record<string, string> }> => {
  const folder = mkdtempSync(join(parent, "world-"));
  const warehouse = openDuckDb(folder, () => world.staging);
  const feeds = scenes[scene].feedsOf(1, onDelete, true);
  const world: World = new World({
    ...(sabotage && { sabotage }),
    seed,
    faults,
    quietMs,
    hasTimers,
    feeds,
    kpis: limited,
    engine: sqlEngine(warehouse),
    typer: sqlTyper(folder),
    fileAt: (path) => readFileSync(path),
  });
  try {
    await defineAll(world, warehouse);
    await work(world);
    return { world, tables: await contents(warehouse, { generations: false }) };
  } finally {
    await warehouse.close();
  }
};

const builtIn = loadFeeds();
const builtInKpis = loadKpis(undefined, builtIn);
/** Days are too few here for anything to be learned: a limit that about half of them cross gives findings that come and go. */
const limited = builtInKpis.map((kpi) =>
  kpi.name === "total_revenue"
    ? {
        ...kpi,
        thresholds: [
          { is: "above" as const, value: 3, unit: "money" as const, severity: "critical" as const },
        ],
      }
    : kpi,
);

/** All feeds' tables, also of those whose files do not occur. */
const defineAll = (world: World, warehouse: Warehouse): Promise<void> => {
  const own = new Map(world.feeds.map((feed) => [feed.name, feed]));
  const feeds = builtIn.map((feed) => own.get(feed.name) ?? feed);
  return defineTables({ ...world.platform(new Process("define"), feeds), warehouse });
};

const differences = (is: Record<string, string>, should: Record<string, string>): string[] =>
  Object.keys(should).flatMap((table) => {
    const [found = [], wanted = []] = [is[table]?.split("\n"), should[table]?.split("\n")];
    if (is[table] === should[table]) return [];
    return [
      `${table} differs`,
      ...found.filter((row) => !wanted.includes(row)).map((row) => `is: ${row}`),
      ...wanted.filter((row) => !found.includes(row)).map((row) => `should be: ${row}`),
    ];
  });
