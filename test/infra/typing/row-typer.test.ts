import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, it } from "vitest";
import { duckDbRowTyper } from "../../../infra/typing/row-typer.ts";
import type { TypingPlan } from "../../../shared/staging.ts";
import { contract } from "../../functions/1-ingest/contract.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-typer-"));
afterAll(() => rmSync(folder, { recursive: true }));

const planOf = (day: string): TypingPlan => ({
  feed: contract({ sku: "STRING", quantity: "INT64" }),
  width: 2,
  timeCellOf: new Map(),
  dayCellsOf: new Map(),
  cellOf: new Map([
    ["sku", 0],
    ["quantity", 1],
  ]),
  extra: [],
  object: `sales/${day}.csv`,
  generation: "1",
  fileDate: day,
  timeZone: "UTC",
});

it("reads records before it answers, so that their bytes may be written over while they are typed", async () => {
  const session = await duckDbRowTyper(folder).open(planOf("2024-10-06"));
  const records = Buffer.from("2\x1fA\x1f5\n3\x1fB\x1fmany\n".repeat(1000));

  const typing = session.type(records);
  records.fill("?");

  const { rows, rejects } = await typing;
  expect(rows).toBe(1000);
  expect(rejects.map(({ message }) => message)).toEqual(
    Array.from({ length: 1000 }, () => 'quantity "many" is not a whole number'),
  );
  await session.close();
});

it("gives each of the files that are typed together its own rows, rejects, days and nulls", async () => {
  const typer = duckDbRowTyper(folder);
  const days = ["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04"];
  const texts = [
    "2\x1fA\x1f1\n3\x1fB\x1f\n",
    "2\x1fC\x1fmany\n",
    "2\x1fD\x1f4\n3\x1fE\x1ffew\n",
    "2\x1fF\x1f6\n",
  ];
  const sessions = await Promise.all(days.map((day) => typer.open(planOf(day))));

  // The first is typed alone, the others together.
  const chunks = await Promise.all(texts.map((text, index) => sessions[index]?.type(Buffer.from(text))));
  const rejected = await Promise.all(
    sessions.map((session, index) => session.writeRejects(chunks[index]?.rejects ?? [])),
  );

  expect(chunks.map((chunk) => [chunk?.rows, chunk?.rejects.map(({ value }) => value)])).toEqual([
    [2, []],
    [0, ["many"]],
    [1, ["few"]],
    [1, []],
  ]);
  expect(chunks.map((chunk) => chunk?.nulls)).toEqual([{ quantity: 1 }, {}, {}, {}]);
  expect(chunks.map((chunk) => chunk?.path === undefined)).toEqual([false, true, false, false]);
  const columns = "sku, _source_date::varchar, _object, _row::int";
  expect(await read(`select ${columns} from read_parquet('${chunks[2]?.path}')`)).toEqual([
    ["D", "2024-10-03", "sales/2024-10-03.csv", 2],
  ]);
  expect(await read(`select _object, value from read_parquet('${rejected[1]}')`)).toEqual([
    ["sales/2024-10-02.csv", "many"],
  ]);
  await Promise.all(sessions.map((session) => session.close()));
  expect(readdirSync(folder)).toEqual([]);
});

const read = async (sql: string) => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return (await connection.runAndReadAll(sql)).getRows();
};
