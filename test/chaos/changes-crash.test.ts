import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bindStages } from "../../functions/bind-stages.ts";
import { defineTables } from "../../functions/tables.ts";
import type { LocalPlatform } from "../../infra/local/platform.ts";
import { wake } from "../../shared/events.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { contents, digests } from "../e2e/tables.ts";
import { some } from "../thorough.ts";
import { openAsleep } from "./crash-home.ts";
import { observed } from "./crashing.ts";

const header = "change_operation,change_position,payment_id,invoice_id,paid_on,amount\n";
const invoices = "invoice_id,account_id,date_issued,amount\n1,A,2024-01-01,10\n2,A,2024-01-03,20\n";
const firstDay = `${header}I,1,P1,1,2024-01-05,10\nI,2,P2,2,2024-01-06,20\n`;
// One row moves to another invoice, one goes; then the file that said so is replaced, and both come back.
const secondDay = `${header}U,5,P1,2,2024-01-05,10\nD,6,P2,,,\n`;
const corrected = `${header}U,7,P3,1,2024-01-09,1\n`;

const root = mkdtempSync(join(tmpdir(), "daybook-crash-"));
const homeOf = (name: string) => join(root, name);
type Landed = Pick<ObjectInfo, "name" | "generation">;
type Batches = readonly (readonly Landed[])[];

const upload = async ({ landing }: LocalPlatform): Promise<Batches> => {
  mkdirSync(homeOf("files"));
  const put = (name: string, text: string) => {
    const path = join(homeOf("files"), "file");
    writeFileSync(path, text);
    return landing.upload(name, path);
  };
  const second = "changes/payments/2024-02-02.csv";
  return [
    [await put("invoices.csv", invoices), await put("changes/payments/2024-02-01.csv", firstDay)],
    [await put(second, secondDay)],
    [await put(second, corrected)],
  ];
};

const work = async (platform: LocalPlatform, batches: Batches, cleaning: (is: boolean) => void) => {
  const { ingest, clean } = bindStages(platform);
  for (const batch of batches) {
    for (const { name, generation } of batch)
      await ingest.run({ bucket: platform.landingName, name, generation });
    cleaning(true);
    await clean.run(wake("clean"));
    cleaning(false);
  }
};

/** Clean alone was run: the other stages read what it leaves. */
const tablesOf = async ({ warehouse }: LocalPlatform) => digests(await contents(warehouse));

let batches: Batches;
let golden: Record<string, string>;
let effects = 0;

/** One run that nothing disturbs. What lies on the disk after an effect of clean is what a process leaves that dies there. */
beforeAll(async () => {
  const platform = openAsleep(homeOf("golden"), 0);
  await defineTables(platform);
  batches = await upload(platform);
  let isCleaning = false;
  const copy = () => {
    if (isCleaning) cpSync(homeOf("golden"), homeOf(`after-${++effects}`), { recursive: true });
  };
  await work(observed(platform, copy), batches, (is) => {
    isCleaning = is;
  });
  golden = await tablesOf(platform);
  await platform.close();
}, 600_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("a crash after any side effect of a fold leaves nothing that delivering the events again does not mend", {
  timeout: 1_200_000,
}, async () => {
  expect(golden["clean.payments_history"]).toMatch(/^3 rows/);
  expect(effects).toBeGreaterThan(20);
  const step = some(2, { thorough: 1 });
  for (let point = 1; point <= effects; point += step) {
    const platform = openAsleep(homeOf(`after-${point}`), 1);
    await work(platform, batches, () => {});
    const found = await tablesOf(platform);
    await platform.close();
    expect({ point, ...found }).toEqual({ point, ...golden });
  }
});
