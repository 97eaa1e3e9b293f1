import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { longestRunMs, publish } from "../../functions/6-publish/publish.ts";
import { graph } from "../../functions/graph.ts";
import { defineTables } from "../../functions/tables.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectLocal, type LocalPlatform } from "../../infra/local/platform.ts";
import { wake } from "../../shared/events.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";

/*
 * Publishes a company of a million customers from metrics that are generated, then again after one day has changed. Its
 * arguments are another number of customers, and another length of a run in seconds. It takes about 2 GB of memory (DuckDB is in
 * the process, unlike in the cloud) and 1 GB on disk.
 */
const customers = Number(process.argv[2] ?? 1_000_000);
const runMs = process.argv[3] === undefined ? longestRunMs : Number(process.argv[3]) * 1000;
/** As many as the customers of a wholesaler have (Online Retail). */
const daysOfCustomer = 4;
const changedDay = "2024-12-29";

const generated = `
  insert into metrics.daily_customer_metrics
  select distinct on (customer, day) day, customer, 'United Kingdom', 1, 0, 3, 0, 2, price, 0, price, 0, price
  from (
    select 'C' || lpad(n::text, 8, '0') as customer, date '2024-01-01' + (hash(n, k) % 364)::int as day,
      (hash(n, k, 'price') % 20000 / 100)::decimal(38, 9) as price
    from range(${customers}) as c(n), range(${daysOfCustomer}) as d(k)
  );
  insert into metrics.daily_sales
  select business_date, unnest(['company', 'country']), unnest(['all', 'United Kingdom']),
    count(*), count(*), 3, count(*), 0, sum(gross), 0, sum(net)
  from metrics.daily_customer_metrics group by business_date`;

/** A tenth of the day's customers bought something else. */
const corrected = `
  update metrics.daily_customer_metrics set gross = gross + 1, net = net + 1
  where business_date = date '${changedDay}' and hash(customer_id) % 10 = 0`;

const folder = mkdtempSync(join(tmpdir(), "daybook-million-"));
let logged: Record<string, unknown> = {};
const log = {
  ...silentLog,
  info: (message: string, fields?: Record<string, unknown>) => {
    if (message === "published") logged = { ...fields };
  },
};
const open = (): LocalPlatform => {
  const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: folder }), log });
  platform.bus.subscribe("daybook-publish", () => {});
  return platform;
};

/** Straight into the file: what the stages before would do is not measured here. */
const inTables = async (sql: string): Promise<void> => {
  const instance = await DuckDBInstance.create(join(folder, "warehouse.duckdb"), { memory_limit: "2GB" });
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
};

const counting = (store: ObjectStore) => {
  const written = { objects: 0, bytes: 0 };
  const counted: ObjectStore = {
    stat: (...given) => store.stat(...given),
    read: (...given) => store.read(...given),
    list: (...given) => store.list(...given),
    upload: (...given) => store.upload(...given),
    remove: (...given) => store.remove(...given),
    write(name, content, ...rest) {
      written.objects++;
      written.bytes += Buffer.byteLength(content);
      return store.write(name, content, ...rest);
    },
  };
  return { counted, written };
};

const published = async (what: string, days: readonly string[]): Promise<void> => {
  const platform = open();
  const { counted, written } = counting(platform.serving);
  await dirtySetIn(platform.state).add("publish", what, {
    feed: "metrics",
    fileDate: changedDay,
    days: [...days],
  });
  const [started, before] = [performance.now(), process.cpuUsage()];
  let runs = 0;
  while ((await dirtySetIn(platform.state).count("publish")) > 0) {
    await publish({ ...platform, serving: counted }, new Map(), runMs)(wake("publish"));
    runs++;
  }
  const { user, system } = process.cpuUsage(before);
  console.log(
    JSON.stringify({
      what,
      runs,
      seconds: Math.round((performance.now() - started) / 1000),
      cpuSeconds: Math.round((user + system) / 1e6),
      peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
      objectsWritten: written.objects,
      megabytesWritten: Math.round(written.bytes / 1e5) / 10,
      logged,
    }),
  );
  await platform.close();
};

try {
  const platform = open();
  await defineTables(platform);
  await platform.close();
  await inTables(generated);
  await published("all customers", []);
  await inTables(corrected);
  await published("one changed day", [changedDay]);
} finally {
  rmSync(folder, { recursive: true });
}
