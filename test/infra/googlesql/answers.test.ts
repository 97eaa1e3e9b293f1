import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DuckDb, openDuckDb } from "../../sql/duckdb.ts";
import { snippets } from "../../sql/snippets.ts";
import { comparable } from "../../sql/values.ts";

let duckdb: DuckDb;
beforeAll(async () => {
  duckdb = await openDuckDb();
});
afterAll(() => duckdb.close());

describe("GoogleSQL on DuckDB", () => {
  it.each(snippets.filter(({ rows }) => rows))("$name", async ({ sql, parameters, rows }) => {
    expect(comparable(await duckdb.evaluate(sql, parameters))).toEqual(rows);
  });

  it.each(snippets.filter(({ fails }) => fails))("$name", async ({ sql }) => {
    await expect(duckdb.evaluate(sql)).rejects.toThrow(/Error: /);
  });

  it("reads the clock in UTC", async () => {
    const before = new Date().toISOString().slice(0, 10);
    const [row] = await duckdb.evaluate(
      "select current_date, current_date(), date(current_timestamp()), date(current_datetime())",
    );
    const after = new Date().toISOString().slice(0, 10);

    expect([Array(4).fill(before), Array(4).fill(after)]).toContainEqual(row);
  });

  it("may run the prelude twice on one connection", async () => {
    const again = await openDuckDb();

    expect(await again.evaluate("select div(7, 2)")).toEqual([[3]]);
    again.close();
  });
});
