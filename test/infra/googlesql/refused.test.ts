import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnsupportedSql } from "../../../infra/googlesql/lexer.ts";
import { toDuckDb } from "../../../infra/googlesql/rewrite.ts";
import { refused } from "./refused-constructs.ts";

describe("the translator refuses with the position", () => {
  it.each(refused)("%s", (_, sql, message) => {
    expect(() => toDuckDb(sql)).toThrow(UnsupportedSql);
    expect(() => toDuckDb(sql)).toThrow(`unsupported SQL at ${message}`);
  });

  it("counts lines and columns of the original statement", () => {
    expect(() => toDuckDb("-- first\nselect a,\n  b,\n    max_by(a, b)\nfrom t")).toThrow(
      "4:5: function max_by",
    );
  });

  it("a string or comment without an end", () => {
    expect(() => toDuckDb("select 'a\n'")).toThrow("1:8: 'a without its end");
    expect(() => toDuckDb("select 1 /* a")).toThrow("1:10: /* without its end");
    expect(() => toDuckDb("select '''a''")).toThrow("1:8: '' without its end");
  });

  it("any other text, or translates it to exactly one statement", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const pieces = refused.flatMap(([, sql]) => sql.split(/(?<=\s)|(?=[(),.;'`])/));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), async (words) => {
        const written = attempt(words.join(""));
        if (written instanceof Error) expect(written).toBeInstanceOf(UnsupportedSql);
        else expect((await connection.extractStatements(written)).count).toBe(1);
      }),
      { numRuns: 2000 },
    );
    connection.closeSync();
  });
});

const attempt = (sql: string): string | Error => {
  try {
    return toDuckDb(sql);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};
