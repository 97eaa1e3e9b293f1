import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWarehouse } from "../../infra/local/warehouse.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daybook-damage-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (path: string) => openWarehouse({ path, pathOf: async (object) => object });
const job = (id: string) => ({ id, script: "insert into t.days (a) values (1)", params: {} });
const definition = "create schema if not exists t; create table if not exists t.days (a int64)";

/** A home's files as a power cut leaves them: the last commits are in the log alone. */
const cutOff = async (damage: (log: string) => void): Promise<string> => {
  const path = join(folder, "warehouse.duckdb");
  const warehouse = open(path);
  await warehouse.define(definition);
  await warehouse.run(job("job-1"));
  const copy = join(folder, "copy.duckdb");
  for (const end of ["", ".wal", ".last-job"])
    if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, `${copy}${end}`);
  await warehouse.close();
  damage(`${copy}.wal`);
  return copy;
};

const damages: Readonly<Record<string, (log: string) => void>> = {
  "is torn": (log) => truncateSync(log, Math.floor(readFileSync(log).length * 0.6)),
  "has a flipped byte": (log) => {
    const bytes = readFileSync(log);
    const at = Math.floor(bytes.length * 0.6);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    writeFileSync(log, bytes);
  },
  "is lost": (log) => rmSync(log, { force: true }),
};

describe("a warehouse whose log", () => {
  it.each(Object.entries(damages))(
    "%s is noticed at open and set aside, and work goes on",
    async (_, damage) => {
      const copy = await cutOff(damage);
      const warehouse = open(copy);
      await warehouse.define(definition);
      expect(await warehouse.query("select count(*) as n from t.days")).toEqual([{ n: 0 }]);
      expect(readdirSync(folder).some((name) => name.startsWith("copy.duckdb.damaged-"))).toBe(true);
      await warehouse.run(job("job-1"));
      expect(await warehouse.query("select count(*) as n from t.days")).toEqual([{ n: 1 }]);
      await warehouse.close();
    },
  );

  it("is whole is opened as it is", async () => {
    const copy = await cutOff(() => undefined);
    const warehouse = open(copy);
    expect(await warehouse.query("select count(*) as n from t.days")).toEqual([{ n: 1 }]);
    expect(readdirSync(folder).filter((name) => name.includes("damaged"))).toEqual([]);
    await warehouse.close();
  });
});
