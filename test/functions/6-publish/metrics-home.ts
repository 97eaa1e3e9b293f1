import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "../../../functions/6-publish/publish.ts";
import { graph } from "../../../functions/graph.ts";
import { defineTables } from "../../../functions/tables.ts";
import { systemClock } from "../../../infra/clock.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { connectLocal, type LocalPlatform } from "../../../infra/local/platform.ts";
import { wake } from "../../../shared/events.ts";
import type { SnapshotManifest } from "../../../shared/serving/snapshot-manifest.ts";
import { dates, texts } from "../../../shared/sql.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { manifestIn, snapshotContents } from "../../shared/serving/snapshot-contents.ts";

export interface Bought {
  readonly id: string;
  readonly day: string;
  readonly amount: number;
}

const rebuilt = `
  delete from metrics.daily_customer_metrics where business_date in unnest(@days);
  delete from metrics.daily_sales where business_date in unnest(@days);
  insert into metrics.daily_customer_metrics (
    business_date, customer_id, country, orders, return_orders, items, items_returned, unique_products, gross, returns, net
  )
  select cast(words[offset(0)] as date), substr(line, strpos(line, '|') + 1), 'France', 1, 0, 2, 0, 1,
    cast(words[offset(1)] as numeric), numeric '0', cast(words[offset(1)] as numeric)
  from (select split(substr(line, 1, strpos(line, '|') - 1), ' ') as words, line from unnest(@lines) as line);
  insert into metrics.daily_sales (
    business_date, dimension, value, lines, orders, items, customers, guest_lines, gross, returns, net
  )
  select business_date, 'company', 'all', count(*), count(*), 2, count(*), 0, sum(gross), sum(returns), sum(net)
  from metrics.daily_customer_metrics where business_date in unnest(@days) group by business_date`;

const registered = `
  delete from raw.customers where true;
  insert into raw.customers (customer_id, age, _quarantined, _source_date, _object, _generation, _row)
  select substr(line, strpos(line, '|') + 1), cast(substr(line, 1, strpos(line, '|') - 1) as int64), false,
    date '2024-01-01', 'customers.csv', 1, 1
  from unnest(@lines) as line`;

const tiered = `
  delete from metrics.tiers where true;
  insert into metrics.tiers (customer_id, tier, valid_from, valid_to, reason)
  select substr(line, strpos(line, '|') + 1), substr(line, 1, strpos(line, '|') - 1), date '2024-01-01', null, 'so it is'
  from unnest(@lines) as line`;

export interface MetricsHome {
  readonly platform: LocalPlatform;
  /** What was logged with "published", and what was warned of. */
  readonly said: Record<string, unknown>[];
  /** These days have these rows from now on, as aggregate would leave it. */
  rebuild(days: readonly string[], rows: readonly Bought[], told?: boolean): Promise<void>;
  register(ages: Readonly<Record<string, number>>): Promise<void>;
  /** These customers are in these tiers from now on, and no others are in any. */
  tiers(names: Readonly<Record<string, string>>): Promise<void>;
  token(feed: string, days?: readonly string[]): Promise<void>;
  publish(platform?: LocalPlatform): Promise<void>;
  /** Every byte that readers are given, without names. */
  published(): Promise<unknown>;
  manifest(): Promise<SnapshotManifest>;
  discard(): Promise<void>;
}

/** The tables that publish reads and nothing before them: whoever died holds no lease. */
export const metricsHome = async (): Promise<MetricsHome> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-metrics-"));
  const said: Record<string, unknown>[] = [];
  const keep = (_: string, fields?: Record<string, unknown>) => void said.push({ ...fields });
  const { now, sleep } = systemClock;
  const platform = connectLocal({
    graph,
    env: readEnv({ DAYBOOK_HOME: folder }),
    log: { ...silentLog, info: keep, warn: keep },
    leaseMs: -1,
    clock: { now, sleep },
  });
  platform.bus.subscribe("daybook-publish", () => {});
  await defineTables(platform);
  let jobs = 0;
  const change = (script: string, days: readonly string[], lines: readonly string[]) =>
    platform.warehouse.run({
      id: `job-${jobs++}`,
      script,
      params: { days: dates(days), lines: texts(lines) },
    });
  const token = (feed: string, days: readonly string[] = []) =>
    dirtySetIn(platform.state).add("publish", `${feed}-${jobs++}`, {
      feed,
      fileDate: "2024-01-01",
      days: [...days],
    });
  const manifest = async (): Promise<SnapshotManifest> => {
    const found = await manifestIn(platform.serving);
    if (!found) throw new Error("there is no snapshot");
    return found;
  };
  return {
    platform,
    said,
    token,
    manifest,
    async rebuild(days, rows, told = true) {
      const lines = rows.map(({ id, day, amount }) => `${day} ${amount}|${id}`);
      await change(rebuilt, days, lines);
      if (told) await token("metrics", days);
    },
    async register(ages) {
      await change(
        registered,
        [],
        Object.entries(ages).map(([id, age]) => `${age}|${id}`),
      );
      await token("customers");
    },
    async tiers(names) {
      await change(
        tiered,
        [],
        Object.entries(names).map(([id, name]) => `${name}|${id}`),
      );
      await token("tiers");
    },
    publish: (as = platform) => publish(as, new Map())(wake("publish")),
    published: () => snapshotContents(platform.serving),
    async discard() {
      await platform.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
