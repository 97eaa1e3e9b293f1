import type { TableColumn } from "../ports.ts";
import { lineage, rejectColumns } from "../staging.ts";
import type { Feed } from "./feed.ts";
import { historyTable, historyTables } from "./history-tables.ts";
import { personColumns } from "./person-columns.ts";
import { contractColumns, definition } from "./table-columns.ts";

/** The columns of a feed's raw table, in the order in which ingest writes them. */
export const rawColumns = (feed: Feed): readonly TableColumn[] => [
  ...contractColumns(feed),
  ...lineage,
  ...(feed.changes ? [accepted] : []),
];

/** The row passed its checks. Of a feed with changes, `_quarantined` also marks rows that a change has ended. */
const accepted = { name: "_accepted", type: "BOOL" } as const;

/** GoogleSQL that creates the raw tables and adds new columns. Contracts allow plain identifiers only as names. */
export const rawTables = (feeds: readonly Feed[]): string =>
  [
    "create schema if not exists raw",
    ...[...feeds.map(({ table }) => table), "raw.rejects"].map(renameFileDate),
    ...feeds.flatMap((feed) => [
      createTable(feed.table, rawColumns(feed)),
      ...contractColumns(feed).map(
        (column) => `alter table ${feed.table} add column if not exists ${definition(column)}`,
      ),
      ...contractColumns(feed)
        .filter(({ type }) => type === "NUMERIC")
        .map(({ name }) => widen(feed.table, name)),
      ...(feed.changes ? [`alter table ${feed.table} add column if not exists ${definition(accepted)}`] : []),
    ]),
    ...historyTables(feeds),
    createTable("raw.rejects", rejectColumns),
  ].join(";\n");

/**
 * GoogleSQL that counts a person's rows (@subject string) in every raw table that names people. The date bound satisfies
 * tables that demand one.
 */
export const rawRowsOfPerson = (feeds: readonly Feed[]): string =>
  feeds
    .filter(({ subject }) => subject !== undefined)
    .flatMap((feed) =>
      [feed.table, ...(feed.changes ? [historyTable(feed)] : [])].map(
        (table) =>
          `select '${table}' as place, count(*) as rows_left from ${table} where _source_date >= date '0001-01-01' and (${personColumns(
            feed,
          )
            .map((name) => `${name} = @subject`)
            .join(" or ")})`,
      ),
    )
    .join("\nunion all\n");

const createTable = (table: string, columns: readonly TableColumn[]): string =>
  `create table if not exists ${table} (\n  ${columns.map(definition).join(",\n  ")}\n)\npartition by _source_date`;

/** Version 0.1 called the column _file_date, a name that BigQuery refuses. */
const renameFileDate = (table: string): string =>
  `alter table if exists ${table} rename column if exists _file_date to _source_date`;

/** A contract that now allows decimals, where it allowed whole numbers only. */
const widen = (table: string, column: string): string =>
  `alter table if exists ${table} alter column if exists ${column} set data type numeric`;
