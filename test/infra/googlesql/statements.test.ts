import { describe, expect, it } from "vitest";
import {
  isReadOnly,
  parameterNames,
  renamedColumn,
  splitStatements,
} from "../../../infra/googlesql/statements.ts";

describe("splitStatements", () => {
  it("splits at semicolons, but not in strings, names and comments", () => {
    const script = `select ';', ";", \`a;b\`, '''\n;''', r'\\;' -- one; two
      ;/* ; */ select 2 # ;
      ;`;

    expect(splitStatements(script)).toEqual([
      `select ';', ";", \`a;b\`, '''\n;''', r'\\;' -- one; two`,
      "/* ; */ select 2 # ;",
    ]);
  });

  it("skips pieces without a statement", () => {
    expect(splitStatements("-- only a comment\n;;\n  /* another */ ; ")).toEqual([]);
    expect(splitStatements("")).toEqual([]);
  });
});

describe("parameterNames", () => {
  it("finds each parameter once, in order, and none in strings or comments", () => {
    const sql = "select @b, '@c', `@d` /* @e */ from unnest(@a) where @b > 1 -- @f\n and @@g = 1";

    expect(parameterNames(sql)).toEqual(["b", "a"]);
  });
});

describe("renamedColumn", () => {
  it("knows the renaming of a column that only older tables have, however it is written", () => {
    const statement = "ALTER  TABLE if exists clean.lines -- why\n rename column IF EXISTS a\nto b";
    expect(renamedColumn(statement)).toEqual({ table: "clean.lines", from: "a", to: "b" });
  });

  it.each([
    "alter table clean.lines rename column a to b",
    "alter table if exists clean.lines add column if not exists a string",
    "select 'alter table if exists t.a rename column if exists a to b'",
  ])("is not %s", (statement) => {
    expect(renamedColumn(statement)).toBeUndefined();
  });
});

describe("isReadOnly", () => {
  it.each([
    "select 1",
    "  -- a comment\n SELECT 1;",
    "with a as (select ')' as x), b as (select 2) select * from a, b",
    "WITH a AS ((select 1)) (select * from a)",
    "((select 1) union all (select 2))",
    "with recursive a as (select 1) select * from a",
  ])("is true of %s", (sql) => {
    expect(isReadOnly(sql)).toBe(true);
  });

  it.each([
    "",
    "-- select 1",
    "select 1; select 2",
    "select 1; drop table t",
    "insert into t select 1",
    "with a as (select 1) insert into t select * from a",
    "with a as (select 1), b as (select 2) delete from t",
    "(delete from t where true)",
    "create table t as select 1",
    "begin",
    "explain select 1",
  ])("is false of %s", (sql) => {
    expect(isReadOnly(sql)).toBe(false);
  });
});
