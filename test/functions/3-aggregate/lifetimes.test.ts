import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { aggregate } from "../../../functions/3-aggregate/aggregate.ts";
import { graph } from "../../../functions/graph.ts";
import { defineTables } from "../../../functions/tables.ts";
import { systemClock } from "../../../infra/clock.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { connectLocal, type LocalPlatform } from "../../../infra/local/platform.ts";
import { wake } from "../../../shared/events.ts";
import type { Params } from "../../../shared/ports.ts";
import { dates, texts } from "../../../shared/sql.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";

const days = ["2024-01-01", "2024-01-02", "2024-01-05", "2024-02-01"];
const ids = ["a", "b", "c", "d"];
interface Line {
  readonly id: string;
  readonly day: string;
  readonly quantity: number;
}

const lined = `
  delete from clean.lines where business_date in unnest(@days);
  insert into clean.lines (
    business_date, invoice_no, stock_code, description, quantity, invoice_date, unit_price, price_source, currency,
    fx_rate, fx_date, fx_filled, discount, customer_id, is_guest, country, category_source, gross, returns, net,
    _source_date, _object, _generation, _row
  )
  select
    cast(words[offset(0)] as date), line, 'P1', 'x', cast(words[offset(2)] as int64), datetime '2024-01-01 10:00:00',
    numeric '1', 'given', 'GBP', numeric '1', date '2024-01-01', false, numeric '0', words[offset(1)], false,
    concat('land ', words[offset(0)]), 'none', cast(words[offset(2)] as numeric), numeric '0',
    cast(words[offset(2)] as numeric), date '2024-01-01', 'x', 1, 1
  from (select split(line, ' ') as words, line from unnest(@lines) as line)`;

const recount = `
  select customer_id, any_value(country having max business_date) as country, min(business_date) as first_day,
    max(business_date) as last_day, count(*) as active_days, sum(orders) as orders, sum(items) as items,
    sum(gross) as gross, sum(returns) as returns, sum(net) as net
  from metrics.daily_customer_metrics group by customer_id order by customer_id`;

const folder = mkdtempSync(join(tmpdir(), "daybook-lifetimes-"));
const asked: Params[] = [];
let platform: LocalPlatform;
let jobs = 0;

beforeAll(async () => {
  platform = connectLocal({
    graph,
    env: readEnv({ DAYBOOK_HOME: folder }),
    log: silentLog,
    clock: systemClock,
  });
  platform.bus.subscribe("daybook-analyze", () => {});
  await defineTables(platform);
});
beforeEach(async () => {
  await lines(days, []);
  await aggregated(days);
  asked.length = 0;
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (of: readonly string[], rows: readonly Line[]) =>
  platform.warehouse.run({
    id: `lines-${jobs++}`,
    script: lined,
    params: {
      days: dates(of),
      lines: texts(rows.map(({ id, day, quantity }) => `${day} ${id} ${quantity}`)),
    },
  });

const aggregated = async (of: readonly string[], meanwhile?: () => Promise<void>) => {
  const { warehouse } = platform;
  const token = { feed: "transactions", fileDate: "2024-01-01", days: [...of] };
  await dirtySetIn(platform.state).add("aggregate", `days-${jobs++}`, token);
  await aggregate({
    ...platform,
    kpis: [],
    warehouse: {
      define: (script) => warehouse.define(script),
      load: (job) => warehouse.load(job),
      burn: (job) => warehouse.burn(job),
      async query(sql, params) {
        const rows = await warehouse.query(sql, params);
        await meanwhile?.();
        return rows;
      },
      run(job) {
        asked.push(job.params);
        return warehouse.run(job);
      },
    },
  })(wake("aggregate"));
};

const shown = () => platform.warehouse.query("select * from metrics.customers order by customer_id");
const counted = () => platform.warehouse.query(recount);
const historyReads = () => asked.filter((params) => params["history_from"]?.value === "0001-01-01").length;

const change = fc.subarray(days, { minLength: 1, maxLength: 2 }).chain((of) =>
  fc.record({
    of: fc.constant(of),
    rows: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...ids),
        day: fc.constantFrom(...of),
        quantity: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 6, selector: ({ id, day }) => `${id} ${day}` },
    ),
  }),
);

it("lifetimes that were carried on from day to day are those that all days count up to", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      for (const { of, rows } of changes) {
        await lines(of, rows);
        await aggregated(of);
        expect(await shown()).toEqual(await counted());
      }
    }),
    { numRuns: 12, seed: 11 },
  );
  expect(historyReads()).toBeGreaterThan(3);
  expect(historyReads()).toBeLessThan(asked.length / 2);
});

it("a day like every other reads nothing of the days before it", async () => {
  for (const day of days) {
    const rows = ids.map((id) => ({ id, day, quantity: 1 }));
    await lines([day], rows);
    await aggregated([day]);
    await lines([day], [...rows, { id: "late", day, quantity: 2 }]);
    await aggregated([day]);
  }
  expect(historyReads()).toBe(0);
  expect(await shown()).toEqual(await counted());
});

it("lines that go between the question and the job make it fail as a whole, and the next try counts anew", async () => {
  for (const day of days) await lines([day], [{ id: "a", day, quantity: 1 }]);
  await aggregated(days);
  const before = await shown();
  let once = true;
  const goes = async () => {
    if (once) await lines(["2024-02-01"], []);
    once = false;
  };
  await expect(aggregated(["2024-02-01"], goes)).rejects.toThrow(/failed and was rolled back/);
  expect(await shown()).toEqual(before);
  await aggregated(["2024-02-01"]);
  expect(await shown()).toMatchObject([{ customer_id: "a", last_day: "2024-01-05", active_days: 3 }]);
});

it("a lifetime that does not go with its days is counted anew when one of them is redone", async () => {
  for (const day of days) await lines([day], [{ id: "a", day, quantity: 1 }]);
  await aggregated(days);
  await platform.warehouse.run({
    id: "by-hand",
    script: "delete from metrics.customers where true",
    params: {},
  });
  await aggregated(["2024-01-02"]);
  expect(await shown()).toEqual(await counted());
});
