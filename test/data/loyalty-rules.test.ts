import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reassignTiers } from "../../functions/operations/tiers/reassign.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { type Home, openHome } from "../../infra/laptop/home.ts";
import { parseTierRules } from "../../shared/tiers/tier-rules.ts";
import { csvFiles, dataset } from "./datasets.ts";

const folder = dataset("seed-loyalty");
const root = mkdtempSync(join(tmpdir(), "daybook-data-"));
let home: Home;

beforeAll(async () => {
  home = await openHome(readEnv({ DAYBOOK_HOME: root }), silentLog);
  for (const file of csvFiles(folder)) await home.drop(file, join(folder, file));
  await home.settle();
}, 120_000);
afterAll(async () => {
  await home.close();
  rmSync(root, { recursive: true, force: true });
});

const rows = (sql: string) => home.platform.warehouse.query(sql);

describe("the loyalty seed under its own rules", { timeout: 120_000 }, () => {
  it("has the tiers of a plain computation, customer by customer", async () => {
    const file = "test/tiers/seed-loyalty.yaml";
    const rules = parseTierRules(readFileSync(file, "utf8"), file);
    const done = await reassignTiers({ platform: home.platform, settle: home.settle }, rules);
    expect(done.tiers).toEqual({ Platinum: 62, Gold: 63, Silver: 62, Bronze: 63 });
    const now = await rows("select customer_id, tier from metrics.tiers where valid_to is null order by 1");
    const plain = execFileSync("python3", ["test/data/loyalty_tiers.py", folder], { encoding: "utf8" });
    expect(Object.fromEntries(now.map((row) => [row["customer_id"], row["tier"]]))).toEqual(
      JSON.parse(plain),
    );
  });

  it("rejects its five rejected rows for the reasons given there, and keeps every other row", async () => {
    await home.drop("transactions/2026-02-04.csv", join(folder, "rejected_transactions.csv"));
    await home.settle();
    const held = await rows("select _row, reasons from clean.quarantine order by _row");
    expect(held.map((row) => row["_row"])).toEqual([2, 3, 4, 5, 6]);
    const given = ["P0500", "P00523", "P00001", "P000010"].map(
      (code) => `stock_code "${code}" does not exist in products`,
    );
    for (const [place, reason] of given.entries()) expect(held[place]?.["reasons"]).toContain(reason);
    for (const place of [0, 4])
      expect(held[place]?.["reasons"]).toContain('transaction_id "T9999999" is not unique');
    expect(await rows("select count(*) as n from clean.lines")).toEqual([{ n: 50000 }]);
  });
});
