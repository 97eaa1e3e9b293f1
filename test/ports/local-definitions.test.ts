import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, it } from "vitest";
import { openWarehouse } from "../../infra/local/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-definitions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened = async <Result>(
  name: string,
  work: (warehouse: ReturnType<typeof openWarehouse>) => Promise<Result>,
): Promise<Result> => {
  const warehouse = openWarehouse({ path: join(folder, name), pathOf: async (object) => object });
  try {
    return await work(warehouse);
  } finally {
    await warehouse.close();
  }
};

/** Behind the warehouse's back, so that a definition that is carried out again shows. */
const asked = async (name: string, sql: string): Promise<unknown[]> => {
  const instance = await DuckDBInstance.create(join(folder, name));
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows.flat();
};

const tablesIn = (name: string) =>
  asked(name, "select table_name from information_schema.tables where table_schema = 'own' order by 1");
const dropOne = (name: string) => asked(name, "drop table own.one");

const one = "create schema if not exists own; create table if not exists own.one (a int64);";
const two = `${one} create table if not exists own.two (a int64);`;

it("a file's last definitions are not carried out again, and any others are", async () => {
  await opened("again", (warehouse) => warehouse.define(one));
  await dropOne("again");
  await opened("again", (warehouse) => warehouse.define(one));
  expect(await tablesIn("again")).toEqual([]);
  await opened("again", (warehouse) => warehouse.define(two));
  expect(await tablesIn("again")).toEqual(["one", "two"]);
  // As after a rollback to the version before.
  await dropOne("again");
  await opened("again", (warehouse) => warehouse.define(one));
  expect(await tablesIn("again")).toEqual(["one", "two"]);
});

it("definitions that fail leave nothing, and are tried again", async () => {
  const failing = `${two} alter table own.missing add column if not exists a int64;`;
  for (let attempt = 1; attempt <= 2; attempt++)
    await expect(opened("failing", (warehouse) => warehouse.define(failing))).rejects.toThrow("missing");
  expect(await tablesIn("failing")).toEqual([]);
});
