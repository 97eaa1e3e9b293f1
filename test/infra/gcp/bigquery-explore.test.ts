import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeEach, describe, expect, it } from "vitest";
import type { Exploration, Warehouse } from "../../../shared/ports.ts";
import { type OpenedFake, openFake } from "./open-fake.ts";

let opened: OpenedFake;
let warehouse: Warehouse;
beforeEach(async () => {
  opened = await openFake();
  warehouse = opened.again({ maximumBytesAsked: "5000" });
  await warehouse.run({
    id: "fill",
    script:
      "insert into t.days (day, a) values (date '2024-10-05', 1); insert into t.days (day, a) values (date '2024-10-06', null); insert into t.days (day, a) values (date '2024-10-07', 3)",
    params: {},
  });
  opened.fake.seen.length = 0;
});

const ask = (sql: string, change: Partial<Exploration> = {}) =>
  warehouse.explore?.({
    sql,
    params: {},
    datasets: ["t"],
    masked: [],
    mostRows: 100,
    mostBytes: 10_000,
    timeoutMs: 30_000,
    format: "rows",
    ...change,
  });

/** What was asked of BigQuery, in order. */
const asked = () => opened.fake.seen.map(({ kind }) => kind);

describe("a person's question on BigQuery", () => {
  it("cannot be asked unless it is said how much it may read", () => {
    expect(opened.warehouse.explore).toBeUndefined();
  });

  it("is priced before it runs, and answered with what it was to read", async () => {
    opened.fake.jobs.looksWhileRunning = 2;
    expect(await ask("select day, a from t.days order by day")).toEqual({
      columns: ["day", "a"],
      rows: [
        { day: "2024-10-05", a: 1 },
        { day: "2024-10-06", a: null },
        { day: "2024-10-07", a: 3 },
      ],
      truncated: false,
      estimate: { bytes: 1_000, price: expect.closeTo((1_000 / 2 ** 40) * 6.25, 8), currency: "USD" },
    });
    const [dryRun, real] = opened.fake.seen.map(({ body }) => body as { configuration: object });
    expect(dryRun?.configuration).toMatchObject({ dryRun: true });
    expect(real?.configuration).toMatchObject({ query: { maximumBytesBilled: "5000" } });
    expect(real?.configuration).not.toHaveProperty("dryRun");
  });

  it("may ask for its price alone", async () => {
    const answer = await ask("select day from t.days", { estimateOnly: true });
    expect(answer).toMatchObject({ rows: [], estimate: { bytes: 1_000 } });
    expect(asked()).toEqual(["insert"]);
  });

  it("that would read more than it may is not run, and the price is told", async () => {
    opened.fake.jobs.bytesRead = 2 ** 40;
    await expect(ask("select day from t.days")).rejects.toThrow(
      "the question would read 1099511627776 bytes (USD 6.25), allowed are 5000",
    );
    expect(asked()).toEqual(["insert"]);
  });

  it("that writes, or reads another dataset in whatever way, is refused", async () => {
    await expect(ask("delete from t.days where true")).rejects.toThrow("only a single SELECT");
    await expect(ask("select 1; select 2")).rejects.toThrow("only a single SELECT");
    await expect(ask("select * from ops.files")).rejects.toThrow("ops.files cannot be read here");
    expect(asked()).toEqual([]);
    opened.fake.jobs.hiddenDatasets.push("secrets");
    await expect(ask("select * from t.days")).rejects.toThrow("the dataset secrets cannot be read here");
  });

  it("shows pseudonyms for personal columns", async () => {
    const answer = await ask("select a, count(*) as n from t.days group by a order by n, a", {
      masked: ["a"],
    });
    expect(answer?.rows).toEqual([
      { a: null, n: 1 },
      { a: expect.stringMatching(/^#[0-9a-f]{12}$/), n: 1 },
      { a: expect.stringMatching(/^#[0-9a-f]{12}$/), n: 1 },
    ]);
    await expect(ask("select a from t.nothing", { masked: ["a"] })).rejects.toThrow("Not found: Table");
  });

  it("gets as many rows as it asked for, and learns that there are more", async () => {
    const answer = await ask("select day from t.days order by day", { mostRows: 2 });
    expect(answer).toMatchObject({ rows: [{ day: "2024-10-05" }, { day: "2024-10-06" }], truncated: true });
    await expect(ask("select day from t.days", { mostBytes: 20 })).rejects.toThrow("more than 20 bytes");
  });

  it("is cancelled in BigQuery when the person cancels, or when its time is over", async () => {
    opened.fake.jobs.looksWhileRunning = 1_000;
    await expect(ask("select day from t.days", { signal: AbortSignal.abort() })).rejects.toThrow(
      "the question was stopped: it was cancelled",
    );
    expect(asked()).toEqual(["insert", "insert", "cancel"]);
    await expect(ask("select day from t.days")).rejects.toThrow("it took longer than 25 seconds");
    expect(asked().at(-1)).toBe("cancel");
  });

  it("tells what BigQuery does not understand", async () => {
    await expect(ask("select nothing from t.days")).rejects.toThrow(/nothing/);
  });

  it("may be answered as Parquet, with the types of its columns", async () => {
    const answer = await ask(
      "select day, a, cast(a * numeric '0.25' as numeric) as part, cast(a as float64) as f, a = 1 as is_one, cast(day as string) as name, datetime '2024-10-05T09:30:00.250000' as sold_at from t.days order by day",
      { format: "parquet" },
    );
    const folder = mkdtempSync(join(tmpdir(), "daybook-answer-"));
    const file = join(folder, "answer.parquet");
    writeFileSync(file, answer?.parquet ?? "");
    const connection = await (await DuckDBInstance.create()).connect();
    const reader = await connection.runAndReadAll(`select * from read_parquet('${file}')`);
    expect(reader.columnTypes().map(String)).toEqual([
      "DATE",
      "BIGINT",
      "DECIMAL(38,9)",
      "DOUBLE",
      "BOOLEAN",
      "VARCHAR",
      expect.stringContaining("TIMESTAMP"),
    ]);
    expect(reader.getRowsJson().map((row) => row.slice(0, 6))).toEqual([
      ["2024-10-05", "1", "0.250000000", 1, true, "2024-10-05"],
      ["2024-10-06", null, null, null, null, "2024-10-06"],
      ["2024-10-07", "3", "0.750000000", 3, false, "2024-10-07"],
    ]);
    expect(String(reader.getRowsJson()[0]?.[6])).toMatch(/^2024-10-05 09:30:00.25/);
    rmSync(folder, { recursive: true });
  });
});
