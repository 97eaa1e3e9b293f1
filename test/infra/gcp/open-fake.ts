import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { type BigQueryWarehouseOptions, bigQueryWarehouse } from "../../../infra/gcp/warehouse.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { FakeBigQuery } from "./fake-bigquery.ts";
import { swiftClock, warehouseOptions } from "./warehouse-options.ts";

export interface OpenedFake {
  readonly fake: FakeBigQuery;
  readonly clock: ReturnType<typeof swiftClock>;
  readonly warehouse: Warehouse;
  /** Another process with the same settings except the given ones. */
  again(change?: Partial<BigQueryWarehouseOptions>): Warehouse;
  stage(object: string, path: string): void;
  readonly folder: string;
}

const opened: OpenedFake[] = [];

afterEach(async () => {
  for (const { fake, folder } of opened.splice(0)) {
    await fake.close();
    rmSync(folder, { recursive: true });
  }
});

/** A fake with one table, `t.days (day date, a int64)`. Sleeping moves its clock. */
export const openFake = async (): Promise<OpenedFake> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-bigquery-"));
  const fake = await FakeBigQuery.start(folder, "europe-west3");
  const clock = swiftClock();
  fake.jobs.now = clock.now;
  const again = (change: Partial<BigQueryWarehouseOptions> = {}) =>
    bigQueryWarehouse({ ...warehouseOptions(fake.endpoint), clock, ...change });
  const stage = (object: string, path: string): void => {
    const target = fake.engine.pathOf(`gs://staging/${object}`);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  };
  const one = { fake, clock, warehouse: again(), again, stage, folder };
  opened.push(one);
  await one.warehouse.define(
    "create schema if not exists t; create table if not exists t.days (day date not null, a int64)",
  );
  fake.seen.length = 0;
  return one;
};

export const insertOne = {
  id: "clean-1",
  script: "insert into t.days (day, a) values (date '2024-10-05', 1)",
};
