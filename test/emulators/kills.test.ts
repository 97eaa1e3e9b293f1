import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweep } from "../../functions/1-ingest/sweep.ts";
import { messageOf } from "../../shared/errors.ts";
import { differencesBetween, exportTables, rowCounts } from "../parity/comparison.ts";
import { correctedFiles } from "../parity/files.ts";
import { laptopTables } from "../parity/laptop.ts";
import { unfinished } from "../parity/rest.ts";
import { type DeployedWorld, openDeployedWorld } from "./deployed-world.ts";
import { killAll, plannedKills } from "./killer.ts";
import { say } from "./say.ts";

const files = correctedFiles(5);
const kills = plannedKills("kills-1", 3);
const patienceMs = 1_200_000;
let world: DeployedWorld | undefined;

beforeAll(async () => {
  world = await openDeployedWorld({ survivesKills: true });
}, 180_000);
afterAll(() => world?.close());

/** As whoever uploads a file does: again, until it is told that the file is there. */
const insist = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (attempt === 50) throw error;
      await setTimeout(200);
    }
};

const dropAll = async ({ platform }: DeployedWorld): Promise<void> => {
  for (const { drop, text } of files) {
    await insist(() => platform.landing.write(drop, text));
    await setTimeout(150);
  }
};

/** What Cloud Scheduler does, without its pauses and without the patience with deliveries that may still come. */
const sweepUntilAtRest = async ({ platform }: DeployedWorld): Promise<void> => {
  let last = "";
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await setTimeout(3_000))
    try {
      await sweep(platform, 0)();
      const left = await unfinished(platform);
      if (left.length === 0) return;
      last = left.slice(0, 5).join("; ");
    } catch (error) {
      last = messageOf(error);
    }
  throw new Error(`not at rest ${patienceMs / 1000} s after the last kill: ${last}`);
};

test("60 files reach the tables of an undisturbed run while every server and function is killed", async () => {
  if (!world) throw new Error("the world is opened before the test");
  expect(files).toHaveLength(60);

  await Promise.all([dropAll(world), killAll(world, kills)]);
  await sweepUntilAtRest(world);

  const tables = await exportTables(world.platform.warehouse);
  const undisturbed = await laptopTables([files]);
  expect(differencesBetween(undisturbed, tables)).toEqual([]);
  say(`kills: ${kills.map(({ victim }) => victim).join(", ")}`);
  say(`rows compared after ${kills.length} kills: ${rowCounts(tables)}`);
}, 2_400_000);
