import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChangingFeed, changingFeeds } from "../../functions/2-clean/changes/changing-feed.ts";
import {
  anyChange,
  filesOfTouched,
  markEnded,
  rewriteHistory,
  valuesOfTouched,
} from "../../functions/2-clean/changes/fold-sql.ts";
import { renamedColumn, splitStatements } from "../../infra/googlesql/statements.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { catalogue, root } from "./catalogue.ts";
import { inOrderOfTables } from "./chains.ts";
import { kpiScripts } from "./kpi-script.ts";
import { problemsIn, temporaryTablesOf } from "./problems.ts";
import type { Table } from "./table.ts";
import { startZetaSql, type ZetaSql } from "./zetasql.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const files = globSync("{functions,shared}/**/*.sql", { cwd: root }).sort();

let zetasql: ZetaSql;
beforeAll(async () => {
  zetasql = await startZetaSql();
});
afterAll(() => zetasql.stop());

describe("the stages' and tasks' SQL", () => {
  let tables: readonly Table[];
  beforeAll(async () => {
    tables = await catalogue(zetasql);
  });

  it("exists", () => {
    expect(files).not.toEqual([]);
  });

  it.each(files)("is GoogleSQL: %s", async (file) => {
    const before = await temporaryTablesBeside(file, tables);

    const text = read(file);
    const problems = await problemsIn(zetasql, text, [...tables.map(beforeRenaming(text)), ...before]);

    expect(problems.map((problem) => `${file} ${problem}`)).toEqual([]);
  });
});

describe("the SQL that aggregate prints from KPIs", () => {
  it.each(Object.entries(kpiScripts))("is GoogleSQL: %s", async (_, text) => {
    expect(await problemsIn(zetasql, text, await catalogue(zetasql))).toEqual([]);
  });
});

describe("the SQL that folds changes", () => {
  const parameters =
    "-- @file_dates array<date>, @all_files bool, @deletes array<string>, @befores array<string>";
  const invoicesOfTouched = (feed: ChangingFeed) => valuesOfTouched(feed, feed.changes.key[0] ?? "");
  const scripts = { anyChange, filesOfTouched, invoicesOfTouched, markEnded, rewriteHistory };
  const printed = changingFeeds(loadFeeds()).flatMap((feed) =>
    Object.entries(scripts).map(([name, scriptOf]) => [`${name} of ${feed.name}`, scriptOf(feed)] as const),
  );

  it.each(printed)("is GoogleSQL: %s", async (_, text) => {
    expect(await problemsIn(zetasql, `${parameters}\n${text}`, await catalogue(zetasql))).toEqual([]);
  });
});

/** What the other files of its folder made. A file may read what another made, which may have read what a third made. */
const temporaryTablesBeside = async (file: string, tables: readonly Table[]): Promise<readonly Table[]> => {
  const siblings = files.filter((other) => dirname(other) === dirname(file) && other !== file);
  const made = new Map<string, Table>();
  for (const sibling of inOrderOfTables(siblings, read)) {
    const found = await temporaryTablesOf(zetasql, read(sibling), [...tables, ...made.values()]);
    for (const table of found) made.set(table.name, table);
  }
  return [...made.values()];
};

/** A table as a migration finds it: its columns have their old names. */
const beforeRenaming =
  (migration: string) =>
  (table: Table): Table => {
    const renamed = splitStatements(migration).flatMap((statement) => renamedColumn(statement) ?? []);
    const oldNames = new Map(
      renamed.flatMap(({ table: of, from, to }) => (of === table.name ? [[to, from]] : [])),
    );
    return {
      ...table,
      columns: table.columns.map((column) => ({ ...column, name: oldNames.get(column.name) ?? column.name })),
    };
  };

describe("the analyzer", () => {
  const shop: Table = { name: "clean.lines", columns: [{ name: "day", type: "DATE" }] };

  it("names the statement, line and column of a mistake", async () => {
    const text =
      "-- @dates array<date>\nbegin transaction;\ndelete from clean.lines\nwhere dey in unnest(@dates);";

    expect(await problemsIn(zetasql, text, [shop])).toEqual([
      "statement 2, 4:7: Unrecognized name: dey; Did you mean day?",
    ]);
  });

  it("checks types", async () => {
    const text = "select 1;\nselect day + 'x' from clean.lines";

    expect(await problemsIn(zetasql, text, [shop])).toEqual([
      expect.stringContaining("statement 2, 2:8: No matching"),
    ]);
  });

  it("refuses a parameter that the file does not declare", async () => {
    const text = "-- @from date\nselect day from clean.lines where day between @from and @until";

    expect(await problemsIn(zetasql, text, [shop])).toEqual([
      "statement 1, 2:57: Query parameter 'until' not found",
    ]);
  });

  it("knows the tables that the file itself creates", async () => {
    const text = `create temp table days as select day, 1.5 as weight, [day] as list from clean.lines;
      create or replace view clean.heavy as select day from clean.lines;
      merge into clean.lines as t using days as s on t.day = s.day
      when not matched then insert (day) values (s.list[offset(0)])
      when not matched by source then delete;
      select d.weight * 2 from days as d join clean.heavy using (day); drop table days`;

    expect(await problemsIn(zetasql, text, [shop])).toEqual([]);
  });
});
