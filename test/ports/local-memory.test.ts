import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openWarehouse } from "../../infra/local/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("says of a job that it was too large, changes nothing by it, and goes on with smaller ones", async () => {
  const warehouse = openWarehouse({
    path: join(folder, "warehouse.duckdb"),
    pathOf: async (object) => object,
    memoryMb: 30,
    spillMb: 1,
  });
  await warehouse.define(
    "create schema if not exists big; create table if not exists big.words (word string)",
  );
  const script = (words: number) => `
    insert into big.words (word)
    select string_agg(repeat('word', 1000), ',')
    from unnest(generate_array(1, ${words})) as number`;

  const failed = warehouse.run({ id: "large", script: script(100_000), params: {} });

  await expect(failed).rejects.toMatchObject({ name: "JobFailed", isTooLarge: true, isPoison: false });
  await warehouse.run({ id: "small", script: script(3), params: {} });
  expect(await warehouse.query("select count(*) as words from big.words")).toEqual([{ words: 1 }]);
  await warehouse.close();
});
