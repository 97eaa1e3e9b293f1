import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pipeline } from "../../functions/pipeline.ts";
import { defineTables } from "../../functions/tables.ts";
import { readEnv } from "../../infra/env.ts";
import { connectLocal, type LocalPlatform } from "../../infra/local/platform.ts";
import { silentLog } from "../../infra/logger.ts";
import { wake } from "../../shared/events.ts";
import { dirtySetIn, stages } from "../../shared/work/dirty-set.ts";
import { contents, digests } from "../e2e/tables.ts";
import { type Countdown, Crash, crashing } from "./crashing.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id\n";

// A day, a second day whose missing price leans on the first, a replacement of the first that moves rows to
// another day, and a bad row: every kind of step is in it.
const first =
  `${header}A1,P1,1,2024-01-01T10:00:00,4,GBP,C1\nA2,P2,1,2024-01-01T10:00:00,bad,GBP,C1\n`.repeat(1) +
  Array.from({ length: 30 }, (_, row) => `A${row + 9},P3,${row + 1},2024-01-01T11:00:00,2,GBP,C2\n`).join("");
const second = `${header}B1,P1,2,2024-01-03T10:00:00,,GBP,C1\n`;
const replacement = `${header}A1,P1,1,2024-01-02T10:00:00,6,GBP,C3\n`;

const root = mkdtempSync(join(tmpdir(), "daybook-crash-"));
const files = join(root, "files");
mkdirSync(files);
for (const [name, text] of Object.entries({ first, second, replacement }))
  writeFileSync(join(files, name), text);

const open = (home: string): LocalPlatform => {
  const platform = connectLocal({
    env: readEnv({ DAYBOOK_HOME: home }),
    log: silentLog,
    coalesce: { quietMs: 0, maxMs: 0 },
  });
  for (const topic of ["daybook-clean", "daybook-aggregate", "daybook-publish"])
    platform.bus.subscribe(topic, () => {});
  return platform;
};

/** Everything that a deployment would do for these events, in one order. */
const work = async (
  platform: LocalPlatform,
  objects: readonly { name: string; generation: string }[],
): Promise<void> => {
  const stages = pipeline(platform);
  for (const object of objects) {
    await stages.ingest.run({ bucket: platform.landingName, ...object });
    await stages.clean.run(wake("clean"));
    await stages.aggregate.run(wake("aggregate"));
    await stages.publish.run(wake("publish"));
  }
};

const upload = async (platform: LocalPlatform) => {
  const day = "transactions/2024-01-01.csv";
  const objects = [
    await platform.landing.upload(day, join(files, "first")),
    await platform.landing.upload("transactions/2024-01-03.csv", join(files, "second")),
    await platform.landing.upload(day, join(files, "replacement")),
  ];
  return objects.map(({ name, generation }) => ({ name, generation }));
};

const prepared = join(root, "prepared");
let objects: { name: string; generation: string }[];
let golden: Record<string, string>;
let effects: number;

beforeAll(async () => {
  const platform = open(prepared);
  await defineTables(platform);
  objects = await upload(platform);
  await platform.close();
  const home = join(root, "golden");
  cpSync(prepared, home, { recursive: true });
  const clean = open(home);
  const countdown: Countdown = { effects: 0, dieAfter: undefined };
  await work(crashing(clean, countdown), objects);
  effects = countdown.effects;
  golden = digests(await contents(clean.warehouse));
  await clean.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs until the crash, then opens the same home anew, as a new process would. */
const crashed = async (dieAfter: number): Promise<LocalPlatform> => {
  const home = join(root, `crash-${dieAfter}`);
  cpSync(prepared, home, { recursive: true });
  const dying = open(home);
  await expect(work(crashing(dying, { effects: 0, dieAfter }), objects)).rejects.toThrow(Crash);
  await dying.close();
  const platform = open(home);
  // The dead worker's lease would expire by itself; a test does not wait for it.
  for (const { name } of await platform.state.list("lease/v1/")) await expireLease(platform, name);
  return platform;
};

const expireLease = async (platform: LocalPlatform, name: string): Promise<void> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of platform.state.read(name)) chunks.push(chunk);
  const lease = JSON.parse(Buffer.concat(chunks).toString()) as object;
  await platform.state.write(name, JSON.stringify({ ...lease, expires: new Date(0).toISOString() }));
};

const atRest = async (platform: LocalPlatform): Promise<void> => {
  const dirty = dirtySetIn(platform.state);
  expect(await Promise.all(stages.map(dirty.count))).toEqual([0, 0, 0]);
  expect(digests(await contents(platform.warehouse))).toEqual(golden);
  await platform.close();
};

// Every crash point is a home of its own: many small steps, a minute or so in all.
describe("a crash after any side effect", { timeout: 300_000 }, () => {
  it("leaves nothing that delivering the events again does not mend", async () => {
    for (let dieAfter = 1; dieAfter <= effects; dieAfter++) {
      const platform = await crashed(dieAfter);
      await work(platform, objects);
      await atRest(platform);
    }
    console.log(`crash points covered: ${effects}, with redelivery`);
  });

  it("leaves nothing that a sweep alone does not mend", async () => {
    for (let dieAfter = 1; dieAfter <= effects; dieAfter++) {
      rmSync(join(root, `crash-${dieAfter}`), { recursive: true, force: true });
      const platform = await crashed(dieAfter);
      const stages = pipeline(platform);
      const { sweep } = await import("../../functions/1-ingest/sweep.ts");
      await sweep(platform, 0)();
      await stages.clean.run(wake("clean"));
      await stages.aggregate.run(wake("aggregate"));
      await stages.publish.run(wake("publish"));
      await atRest(platform);
    }
    console.log(`crash points covered: ${effects}, with the sweep alone`);
  });
});
