import { describe, expect, it, test } from "vitest";
import { JobFailed } from "../../../shared/errors.ts";
import { dates } from "../../../shared/sql.ts";
import { FakeTables } from "./fake-tables.ts";
import { type OpenedFake, openFake } from "./open-fake.ts";

const partitioned = "create table if not exists t.parts (day date, a int64) partition by day";

const dayAt = (index: number): string => new Date(index * 86_400_000).toISOString().slice(0, 10);

const run = ({ warehouse }: OpenedFake, id: string, script: string, days: readonly string[] = []) =>
  warehouse.run({ id, script, params: { days: dates(days) } });

describe("the fake refuses by name what BigQuery refuses", () => {
  it.each([
    ["statement-in-transaction", "drop table t.days"],
    [
      "statement-length",
      `insert into t.days (day, a) values (date '2024-10-05', 1) -- ${"x".repeat(1_000_000)}`,
    ],
  ])("%s", async (rule, script) => {
    const opened = await openFake();
    await expect(run(opened, "one", script)).rejects.toThrow(JobFailed);
    await expect(run(opened, "two", script)).rejects.toThrow(`invalid: ${rule}`);
    expect(await opened.warehouse.query("select a from t.days")).toEqual([]);
  });

  test("label-value", async () => {
    const { again } = await openFake();
    const shouting = again({ labels: { app: "Daybook" } });
    await expect(shouting.define(partitioned)).rejects.toThrow('invalid: label-value: value "Daybook"');
    await expect(shouting.query("select 1 as a")).rejects.toThrow("label-value");
  });

  test("duplicate-columns of a result", async () => {
    const { warehouse } = await openFake();
    await expect(warehouse.query("select 1 as a, 2 as A")).rejects.toThrow("duplicate-columns");
  });

  test("partition-filter, in a question and in a job", async () => {
    const opened = await openFake();
    await opened.warehouse.define(`${partitioned} options (require_partition_filter = true)`);
    await expect(opened.warehouse.query("select a from t.parts")).rejects.toThrow(
      "partition-filter: t.parts",
    );
    await expect(run(opened, "one", "delete from t.parts where a = 1")).rejects.toThrow("partition-filter");
    await run(opened, "two", "delete from t.parts where day in unnest(@days)", ["2024-10-05"]);
    expect(await opened.warehouse.query("select a from t.parts where day = date '2024-10-05'")).toEqual([]);
  });

  test("job-partitions: 4,000 are changed, and one more are not", async () => {
    const opened = await openFake();
    await opened.warehouse.define(partitioned);
    const days = Array.from({ length: 4001 }, (_, index) => dayAt(index));
    const script = "delete from t.parts where day in unnest(@days)";
    await run(opened, "one", script, days.slice(1));
    await expect(run(opened, "two", script, days)).rejects.toThrow("job-partitions");
  });
});

describe("the fake counts what is done to one table", () => {
  test("dml-queue: two statements run and twenty wait; the next is refused until one has ended", async () => {
    const tables = new FakeTables();
    const { promise, resolve } = Promise.withResolvers<void>();
    const change = () => tables.change("update t.days set a = 1 where true", {}, () => promise);
    const running = Array.from({ length: 22 }, change);
    await expect(change()).rejects.toThrow("Too many DML statements outstanding: dml-queue");
    resolve();
    await Promise.all(running);
    await change();
  });

  test.each([
    ["table-update-rate", "create table t.days (day date)", 5],
    ["partitioned-update-rate", partitioned, 50],
  ])("%s: what came too soon goes ten seconds later", (rule, definition, most) => {
    const tables = new FakeTables();
    tables.learn(definition);
    const name = definition === partitioned ? "t.parts" : "t.days";
    for (let load = 0; load < most; load++) tables.load(name, load);
    expect(() => tables.load(name, most)).toThrow(rule);
    tables.load(name, 10_000 + most);
  });

  test.each([
    ["table-modifications", "create table t.days (day date)", 1500],
    ["partition-modifications", partitioned, 30_000],
  ])("%s: what is over the day's quota goes a day later", (rule, definition, most) => {
    const tables = new FakeTables();
    tables.learn(definition);
    const name = definition === partitioned ? "t.parts" : "t.days";
    const apart = 86_400_000 / (most + 1);
    for (let load = 0; load < most; load++) tables.load(name, load * apart);
    expect(() => tables.load(name, most * apart)).toThrow(rule);
    tables.load(name, (most + 2) * apart);
  });
});
