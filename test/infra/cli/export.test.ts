import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { exportRows } from "../../../functions/operations/export/export-rows.ts";
import { writeParquet } from "../../../infra/local/parquet-file.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { knownDays, trainingDates } from "../../../shared/tasks/origins.ts";
import { readExamples } from "../../../shared/tasks/read-rows.ts";
import { metricsWarehouse } from "../../shared/tasks/metrics-warehouse.ts";
import { daybook } from "./laptop-process.ts";

const parquetRows = async (file: string) => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    "select *, as_of::varchar as as_of_text, known_on::varchar as known_on_text from read_parquet($file)",
    { file },
  );
  const rows = reader.getRowObjects();
  connection.closeSync();
  instance.closeSync();
  return rows;
};

it("`daybook export` writes the rows that the task trains on, missing values as NULL", async () => {
  const days = Array.from({ length: 800 }, (_, index) => ({
    date: isoDate(dayOf("2024-01-01") + Math.floor(index / 4)),
    customer: `C${(index * 7 + Math.floor(index / 50)) % 60}`,
    gross: 5 + (index % 90),
  }));
  const warehouse = await metricsWarehouse(days);
  const folder = mkdtempSync(join(tmpdir(), "daybook-export-"));
  const task = loadTask("spend_30d");
  const known = await knownDays(warehouse);
  if (!known) throw new Error("the company has no sales");

  const done = await exportRows({ warehouse }, task, join(folder, "rows"), writeParquet);

  const { examples, entities, asOf } = await readExamples(warehouse, task, trainingDates(task, known), {
    knownUntil: known.last,
  });
  const rows = await parquetRows(done.file);
  expect(rows).toHaveLength(examples.rows);
  const first = rows[0] ?? {};
  expect(first["as_of_text"]).toBe(asOf[0]);
  expect(Number(new Date(String(first["known_on_text"]))) - Number(new Date(asOf[0] ?? ""))).toBe(
    30 * 86_400_000,
  );
  expect(rows.map((row) => row["entity"])).toEqual(entities);
  expect(rows.map((row) => row["label"])).toEqual([...examples.y]);
  for (const [column, name] of examples.features.entries())
    expect(rows.map((row) => row[name] ?? Number.NaN)).toEqual(
      entities.map((_, row) => examples.x[row * examples.features.length + column]),
    );
  const newest = asOf.at(-1);
  expect(new Set(rows.filter((row) => row["as_of_text"] === newest).map((row) => row["fold"]))).toEqual(
    new Set(["holdout"]),
  );
  const folds = new Set(rows.map((row) => row["fold"]));
  expect(folds).toEqual(new Set(["", "validation 1", "validation 2", "validation 3", "holdout"]));
  expect(rows.some((row) => row["home_country"] === null)).toBe(true);
  rmSync(folder, { recursive: true });
});

it("`daybook export` of an unknown task names the tasks", async () => {
  const { code, stderr } = await daybook("export", "spend_60d", "--out", "/tmp");
  expect(code).toBe(2);
  expect(stderr).toContain("next_day_spend, payment_week, sales_forecast, spend_30d");
});
