import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "../../../functions/migrations.ts";
import { randomIds } from "../../../infra/ids.ts";
import { openBuckets } from "../../../infra/local/object-store.ts";
import { openWarehouse } from "../../../infra/local/warehouse.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { migrate, pendingMigrations, readMigrations } from "../../../shared/work/migrations.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";
import { openFake } from "../../infra/gcp/open-fake.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-migrations-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (files: Readonly<Record<string, string>>) => {
  const place = join(folder, "migrations");
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  return readMigrations(pathToFileURL(`${place}/`));
};

const first = "-- nothing to change\n";
const second = `
  alter table t.days add column if not exists b int64;
  update t.days set b = ifnull(b, 0) + 1 where true;
`;
const files = { "0001-first.sql": first, "0002-count.sql": second };
const definition =
  "create schema if not exists t; create table if not exists t.days (day date not null, a int64)";
const oneRow = {
  id: "seed",
  script: "insert into t.days (day, a) values (date '2024-10-05', 1)",
  params: {},
};

const toolsWith = (warehouse: Warehouse) => ({
  warehouse,
  state: memoryStore({ classA: 0, classB: 0 }),
  clock: { now: () => new Date("2026-11-21T12:00:00Z"), sleep: async () => {} },
  ids: randomIds,
  leaseMs: 1000,
});

const engines = {
  DuckDB: async () => {
    const buckets = openBuckets(join(folder, "buckets"));
    const pathOf = (object: string) => buckets.bucket("staging").pathOf(object);
    const warehouse = openWarehouse({ path: join(folder, "warehouse.duckdb"), pathOf });
    return {
      warehouse,
      close: async () => {
        await warehouse.close();
        buckets.close();
      },
    };
  },
  "BigQuery's client": async () => ({ warehouse: (await openFake()).warehouse, close: async () => {} }),
};

describe.each(Object.entries(engines))("migrations on %s", (_, open) => {
  it("are applied in order, once, however often they are asked for", async () => {
    const { warehouse, close } = await open();
    await warehouse.define(definition);
    await warehouse.run(oneRow);
    const tools = toolsWith(warehouse);
    const all = written(files);
    expect((await pendingMigrations(tools, all)).map(({ version }) => version)).toEqual(["0001", "0002"]);
    expect(await migrate(tools, all)).toHaveLength(2);
    expect(await migrate(tools, all)).toEqual([]);
    expect(await warehouse.query("select a, b from t.days")).toEqual([{ a: 1, b: 1 }]);
    await close();
  });

  it("that were stopped after their job go on without doing it again", async () => {
    const { warehouse, close } = await open();
    await warehouse.define(definition);
    await warehouse.run(oneRow);
    const tools = toolsWith(warehouse);
    const { state } = tools;
    const write: typeof state.write = (name, ...rest) =>
      name.endsWith("0002.json") ? Promise.reject(new Error("killed")) : state.write(name, ...rest);
    await expect(migrate({ ...tools, state: { ...state, write } }, written(files))).rejects.toThrow("killed");
    expect(await migrate(tools, written(files))).toHaveLength(1);
    expect(await warehouse.query("select a, b from t.days")).toEqual([{ a: 1, b: 1 }]);
    await close();
  });
});

describe("a migration is refused", () => {
  const nothing = {
    query: async () => [],
    define: async () => {},
    run: async () => {},
    load: async () => {},
    burn: async () => "ran" as const,
  };

  it("when it was changed after it was applied, or when the data is newer than the code", async () => {
    const tools = toolsWith(nothing);
    await migrate(tools, written(files));
    await expect(migrate(tools, written({ ...files, "0002-count.sql": "-- other\n" }))).rejects.toThrow(
      "migration 0002 (count) was changed after it was applied on 2026-11-21",
    );
    rmSync(join(folder, "migrations/0002-count.sql"));
    await expect(migrate(tools, written({ "0001-first.sql": first }))).rejects.toThrow(
      "went through migration 0002 (count), which this version of Daybook does not have",
    );
  });

  it.each([
    ["a gap in the numbers", { "0002-late.sql": first }, "the next one is 0001-some-name.sql"],
    [
      "a definition that fails the second time",
      { "0001-a.sql": "create table t.x (a int64)" },
      "IF [NOT] EXISTS",
    ],
    ["a dropped table", { "0001-a.sql": "drop table if exists t.x" }, "in Terraform, not here"],
  ])("for %s", (_, broken, message) => {
    expect(() => written(broken)).toThrow(message);
  });

  it("never among those that are shipped", () => {
    expect(migrations[0]?.version).toBe("0001");
  });
});
