import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Quality, readQuality } from "../../functions/operations/quality/quality.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { type Home, openHome } from "../../infra/laptop/home.ts";
import { countBy } from "../../shared/count-by.ts";
import { dayOf } from "../../shared/dates.ts";
import { csvFiles, dataset } from "./datasets.ts";

const folder = dataset("online-retail-by-day");
const root = mkdtempSync(join(tmpdir(), "daybook-data-"));
let home: Home;
let quality: Quality;

beforeAll(async () => {
  const env = readEnv({ DAYBOOK_HOME: root, DAYBOOK_CONTRACTS: "test/data/contracts/online-retail" });
  home = await openHome(env, silentLog);
  for (const file of csvFiles(folder)) await home.drop(file, join(folder, file));
  await home.settle();
  quality = await readQuality(home.platform, { feed: "transactions" });
}, 600_000);
afterAll(async () => {
  await home.close();
  rmSync(root, { recursive: true, force: true });
});

const [feed] = [() => quality.feeds[0]];

it("Online Retail under the seed's data contract: the true result of every rule", () => {
  const found = countBy(
    quality.rows.filter(({ kept }) => kept),
    ({ column, rule }) => `${column}: ${rule}`,
  );
  expect(found).toEqual({
    // Invoice numbers that begin with A: bad debt.
    "invoice_no: pattern": 3,
    // Three of the five, and ten of the twelve, break the upper bound.
    "quantity: minimum": 2,
    "quantity: maximum": 3,
    "unit_price: minimum": 2,
    "unit_price: maximum": 10,
    "unit_price: price_is_not_zero": 2515,
    "unit_price: price_is_not_negative": 2,
    "quantity: value_is_plausible": 2,
    // Never coded there: returns without a cancellation.
    "quantity: negative_is_cancelled": 1336,
  });
  expect(feed()?.in).toBe(541_909);
});

it("and of the rules for the whole: missing shares, duplicates, small days, gaps", async () => {
  const rows = feed()?.in ?? 0;
  const share = async (where: string) =>
    Number(
      (await home.platform.warehouse.query(`select count(*) as n from raw.transactions where ${where}`))[0]?.[
        "n"
      ],
    ) / rows;
  expect(await share("description is null")).toBeCloseTo(1454 / 541_909, 8);
  expect(await share("customer_id is null")).toBeCloseTo(135_080 / 541_909, 8);
  const [copies] = await home.platform.warehouse.query(
    "select sum(copies - 1) as n from (select count(*) as copies from raw.transactions group by invoice_no, stock_code, ifnull(description, ''), quantity, invoice_date, unit_price, ifnull(customer_id, ''), country)",
  );
  expect(Number(copies?.["n"])).toBe(5268);
  const days = feed()?.trend ?? [];
  expect(days.filter((day) => day.in < 100)).toHaveLength(0);
  expect(days.filter((day) => day.in < 500)).toHaveLength(3);
  const gaps = days.slice(1).map((day, place) => dayOf(day.fileDate) - dayOf(days[place]?.fileDate ?? ""));
  expect(Math.max(...gaps)).toBe(12);
  expect(quality.feeds[0]?.sameContents).toEqual([]);
});
