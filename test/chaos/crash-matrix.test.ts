import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bindStages } from "../../functions/bind-stages.ts";
import { defineTables } from "../../functions/tables.ts";
import type { LocalPlatform } from "../../infra/local/platform.ts";
import { wake } from "../../shared/events.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { some } from "../thorough.ts";
import { atRest } from "./at-rest.ts";
import { openAsleep } from "./crash-home.ts";
import { observed } from "./crashing.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id\n";

// A day, a second day whose missing price leans on the first, a replacement of the first that moves rows to
// another day, a register of customers, and a bad row: every kind of step is in it.
const first =
  `${header}A1,P1,1,2024-01-01T10:00:00,4,GBP,C1\nA2,P2,1,2024-01-01T10:00:00,bad,GBP,C1\n`.repeat(1) +
  Array.from({ length: 30 }, (_, row) => `A${row + 9},P3,${row + 1},2024-01-01T11:00:00,2,GBP,C2\n`).join("");
const second = `${header}B1,P1,2,2024-01-03T10:00:00,,GBP,C1\n`;
const replacement = `${header}A1,P1,1,2024-01-02T10:00:00,6,GBP,C3\n`;

const register = "customer_id,age,joined_on\nC1,40,2023-05-01\nC3,50,2023-06-01\n";

const root = mkdtempSync(join(tmpdir(), "daybook-crash-"));
const files = join(root, "files");
mkdirSync(files);
for (const [name, text] of Object.entries({ first, second, replacement, register }))
  writeFileSync(join(files, name), text);

type Landed = Pick<ObjectInfo, "name" | "generation">;

/** Everything that a deployment would do for these events, in one order. */
const work = async (platform: LocalPlatform, batches: readonly (readonly Landed[])[]): Promise<void> => {
  const { ingest, clean, aggregate, analyze, publish } = bindStages(platform);
  for (const batch of batches) {
    for (const { name, generation } of batch)
      await ingest.run({ bucket: platform.landingName, name, generation });
    await clean.run(wake("clean"));
    await aggregate.run(wake("aggregate"));
    await analyze.run(wake("analyze"));
    await publish.run(wake("publish"));
  }
};

/** Two days at once, later the replacement of the first, and then who the customers are. */
const upload = async ({ landing }: LocalPlatform): Promise<Landed[][]> => {
  const day = "transactions/2024-01-01.csv";
  const both = [
    await landing.upload(day, join(files, "first")),
    await landing.upload("transactions/2024-01-03.csv", join(files, "second")),
  ];
  const replaced = await landing.upload(day, join(files, "replacement"));
  return [both, [replaced], [await landing.upload("customers.csv", join(files, "register"))]];
};

const homeOf = (name: string) => join(root, name);
const copyOf = (name: string, copy: string) => cpSync(homeOf(name), homeOf(copy), { recursive: true });
let batches: Landed[][];
let golden: Record<string, unknown>;
let effects = 0;

/** One run that nothing disturbs. What lies on the disk after an effect is what a process leaves that dies there. */
beforeAll(async () => {
  const platform = openAsleep(homeOf("golden"), 0);
  await defineTables(platform);
  batches = await upload(platform);
  await work(
    observed(platform, () => copyOf("golden", `after-${++effects}`)),
    batches,
  );
  golden = await atRest(platform);
  await platform.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const recovered = async (
  point: number,
  recover: (platform: LocalPlatform) => Promise<void>,
): Promise<Record<string, unknown>> => {
  copyOf(`after-${point}`, "crashed");
  const platform = openAsleep(homeOf("crashed"), 1);
  await recover(platform);
  const found = await atRest(platform);
  await platform.close();
  rmSync(homeOf("crashed"), { recursive: true });
  return found;
};

const sweepAlone = async (platform: LocalPlatform): Promise<void> => {
  const { sweep, clean, aggregate, analyze, publish } = bindStages(platform);
  await sweep.run();
  await clean.run(wake("clean"));
  await aggregate.run(wake("aggregate"));
  await analyze.run(wake("analyze"));
  await publish.run(wake("publish"));
};

describe("a crash after any side effect", { timeout: 2_400_000 }, () => {
  // The two take turns: between them they mend every second point, or each of them every point.
  const step = some(4, { thorough: 1 });
  it.each([
    ["delivering the events again", 1, (platform: LocalPlatform) => work(platform, batches)],
    ["a sweep alone", Math.min(3, step), sweepAlone],
  ])("leaves nothing that %s does not mend", async (how, first, recover) => {
    expect(effects).toBeGreaterThan(70);
    let covered = 0;
    for (let point = first; point <= effects; point += step, covered++)
      expect({ point, ...(await recovered(point, recover)) }).toEqual({ point, ...golden });
    console.log(`crash points covered: ${covered} of ${effects}, mended by ${how}`);
  });
});
