import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayQueries } from "./day-queries.ts";
import { type DuckDb, openDuckDb } from "./duckdb.ts";
import { snippets } from "./snippets.ts";
import { comparable } from "./values.ts";
import { startZetaSql, type ZetaSql } from "./zetasql.ts";

let zetasql: ZetaSql;
let duckdb: DuckDb;
beforeAll(async () => {
  [zetasql, duckdb] = await Promise.all([startZetaSql(), openDuckDb()]);
});
afterAll(async () => {
  duckdb.close();
  await zetasql.stop();
});

describe("GoogleSQL's reference engine", () => {
  it.each(
    snippets.filter(({ referenceCannot, fails }) => referenceCannot === undefined && fails === undefined),
  )("answers what DuckDB answers: it $name", async ({ sql, parameters, rows }) => {
    const expected = comparable(await zetasql.evaluate(sql, [], parameters));

    expect(comparable(await duckdb.evaluate(sql, parameters))).toEqual(expected);
    expect(rows).toEqual(expected);
  });

  it.each(snippets.filter(({ fails }) => fails))("fails too: it $name", async ({ sql }) => {
    await expect(zetasql.evaluate(sql)).rejects.toThrow();
    await expect(duckdb.evaluate(sql)).rejects.toThrow();
  });

  it.each(snippets.filter(({ referenceCannot }) => referenceCannot))(
    "$referenceCannot, but reads it: it $name",
    async ({ sql, parameters = {} }) => {
      const types = new Map(Object.entries(parameters).map(([name, { type }]) => [name, type]));

      await expect(zetasql.analyze(sql, [], types)).resolves.toBeUndefined();
      await expect(zetasql.evaluate(sql, [], parameters)).rejects.toThrow();
    },
  );

  it("reads the rows of tables as DuckDB reads literals", async () => {
    const table = {
      name: "lines",
      columns: [
        { name: "day", type: "DATE" },
        { name: "at", type: "DATETIME" },
        { name: "price", type: "NUMERIC" },
        { name: "tags", type: "ARRAY<STRING>" },
        { name: "paid", type: "BOOL" },
      ],
      rows: [
        ["2024-02-29", "2024-02-29 13:14:15", "-1.25", ["a"], true],
        [null, null, null, null, null],
      ],
    };

    const rows = await zetasql.evaluate("select * from lines order by day", [table]);

    expect(rows).toEqual([[null, null, null, null, null], table.rows[0]]);
  });
});

describe("on each of 4000 days both engines agree on", () => {
  it.each(dayQueries)("%s", async (_, sql) => {
    expect(await duckdb.evaluate(sql)).toEqual(await zetasql.evaluate(sql));
  });
});
