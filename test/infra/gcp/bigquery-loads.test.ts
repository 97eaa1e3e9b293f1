import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { JobFailed, RetryLater } from "../../../shared/errors.ts";
import type { LoadJob } from "../../../shared/ports.ts";
import { Refused } from "./fake-faults.ts";
import { type OpenedFake, openFake } from "./open-fake.ts";

const columns = [
  { name: "name", type: "STRING" },
  { name: "_source_date", type: "DATE" },
] as const;

const day = (index: number): string => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);

/** A fake with the table t.raw, and a staged object for each of the first days of 2024. */
const openWithDays = async (days: number) => {
  const opened = await openFake();
  await opened.warehouse.define(
    "create table if not exists t.raw (name string, _source_date date) partition by _source_date",
  );
  opened.fake.seen.length = 0;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const objects: string[] = [];
  for (let index = 0; index < days; index += 1) {
    const path = join(opened.folder, `${index}.parquet`);
    await connection.run(
      `copy (select 'n${index}' as name, date '${day(index)}' as _source_date) to '${path}'`,
    );
    objects.push(`shop/${day(index)}/part-00000.parquet`);
    opened.stage(objects[index] ?? "", path);
  }
  connection.closeSync();
  instance.closeSync();
  return { ...opened, objects };
};

const loadJob = (rest: Pick<LoadJob, "replace" | "objects">): LoadJob => ({
  id: "clean-load-7",
  table: "t.raw",
  columns,
  ...rest,
});

const names = async ({ warehouse }: Pick<OpenedFake, "warehouse">) =>
  (await warehouse.query("select name from t.raw order by name")).map(({ name }) => name);

describe("a load into BigQuery", () => {
  test("is one job per partition, which replaces it; a partition without objects is emptied", async () => {
    const opened = await openWithDays(1);
    await opened.warehouse.load(loadJob({ replace: [day(0), day(1)], objects: opened.objects }));
    const inserts = opened.fake.seen.filter(({ kind }) => kind === "insert").map(({ body }) => body);
    expect(inserts).toEqual([
      {
        jobReference: {
          projectId: "test-project",
          jobId: "daybook-7f3a-clean-load-7--20240101",
          location: "europe-west3",
        },
        configuration: {
          labels: { app: "daybook" },
          load: {
            sourceUris: ["gs://staging/shop/2024-01-01/part-00000.parquet"],
            sourceFormat: "PARQUET",
            destinationTable: { projectId: "test-project", datasetId: "t", tableId: "raw$20240101" },
            createDisposition: "CREATE_NEVER",
            writeDisposition: "WRITE_TRUNCATE",
            schema: {
              fields: [
                { name: "name", type: "STRING", mode: "NULLABLE" },
                { name: "_source_date", type: "DATE", mode: "NULLABLE" },
              ],
            },
            ignoreUnknownValues: true,
            decimalTargetTypes: ["NUMERIC"],
            timePartitioning: { type: "DAY", field: "_source_date" },
          },
        },
      },
      {
        jobReference: expect.objectContaining({ jobId: "daybook-7f3a-clean-load-7--20240102" }),
        configuration: {
          labels: { app: "daybook" },
          query: expect.objectContaining({ query: "delete from t.raw where _source_date = @file_date" }),
        },
      },
    ]);
  });

  test("of fifty partitions is fifty jobs; a larger one is a temporary table and one transaction", async () => {
    const opened = await openWithDays(51);
    const replace = opened.objects.map((_, index) => day(index));
    const { fake, warehouse } = opened;
    await warehouse.load(loadJob({ replace: replace.slice(1), objects: opened.objects.slice(1) }));
    expect(new Set(fake.inserted())).toHaveProperty("size", 50);
    fake.seen.length = 0;

    await warehouse.load({ ...loadJob({ replace, objects: opened.objects }), id: "clean-load-8" });

    const id = "daybook-7f3a-clean-load-8";
    expect(fake.inserted()).toEqual([`${id}--create`, `${id}--bulk0`, `${id}--move0`]);
    expect(await names(opened)).toHaveLength(51);
  });

  test("moves a thousand dates in each transaction", async () => {
    const opened = await openWithDays(2);
    const replace = Array.from({ length: 2_001 }, (_, index) => day(index));
    await opened.warehouse.load(loadJob({ replace, objects: opened.objects }));
    const suffixes = opened.fake.inserted().map((id) => id.split("--")[1]);
    expect(suffixes).toEqual(["create", "bulk0", "move0", "move1", "move2"]);
    expect(await names(opened)).toEqual(["n0", "n1"]);
  });

  test("that stopped halfway continues there", async () => {
    const opened = await openWithDays(6);
    const job = loadJob({
      replace: opened.objects.map((_, index) => day(index)),
      objects: opened.objects,
    });
    opened.fake.jobs.endings.push(...Array(4).fill({ reason: "quotaExceeded", message: "loads" }));
    await expect(opened.warehouse.load(job)).rejects.toThrow(RetryLater);
    expect(await names(opened)).toEqual([]);
    await opened.clock.sleep(10 * 60_000);
    await opened.again().load(job);
    await opened.again().load(job);
    expect(await names(opened)).toHaveLength(6);
  });

  test("waits for all jobs after one failed, and reports an unknown outcome before a certain one", async () => {
    const opened = await openWithDays(2);
    const { fake, warehouse } = opened;
    const job = loadJob({ replace: [day(0), day(1)], objects: opened.objects });
    fake.jobs.looksWhileRunning = 8;
    fake.jobs.endings.push({ reason: "invalid", message: "a part is damaged" });
    await expect(warehouse.load(job)).rejects.toThrow(JobFailed);
    expect(fake.seen.filter(({ kind, path }) => kind === "get" && path.includes("20240102"))).toHaveLength(9);

    fake.jobs.endings.push({ reason: "invalid", message: "a part is damaged" });
    const hidden = new Refused(403, "accessDenied", "no looking at jobs");
    fake.faults.push({ on: "get", about: "next--20240102", how: hidden });
    await expect(warehouse.load({ ...job, id: "next" })).rejects.toMatchObject({ name: "ApiFault" });
  });

  test("refuses objects of other dates, and fails when a staged object is missing", async () => {
    const { warehouse, objects } = await openWithDays(1);
    await expect(warehouse.load(loadJob({ replace: [day(1)], objects }))).rejects.toThrow(
      "an object of 2024-01-01, which is not among the dates to replace",
    );
    const missing = ["shop/2024-01-01/missing.parquet"];
    await expect(warehouse.load(loadJob({ replace: [day(0)], objects: missing }))).rejects.toThrow(
      /notFound: Not found: URI gs:\/\/staging\/shop.*Check that the tables/,
    );
  });
});
