import type { TableColumn } from "../ports.ts";
import { lineage, rejectColumns } from "../staging.ts";
import type { Feed } from "./feed.ts";

/** The columns of a feed's raw table, in the order in which ingest writes them. */
export const rawColumns = (feed: Feed): readonly TableColumn[] => [
  ...feed.columns.map(({ name, type }) => ({ name, type })),
  ...(feed.businessDate === undefined ? [] : [{ name: "business_date", type: "DATE" as const }]),
  ...lineage,
];

/**
 * GoogleSQL that creates the raw tables, and adds the columns that contracts have gained since. Names come
 * from contracts, which allow plain identifiers only.
 */
export const rawTables = (feeds: readonly Feed[]): string =>
  [
    "create schema if not exists raw",
    ...feeds.flatMap((feed) => tableOf(feed.table, rawColumns(feed))),
    ...tableOf("raw.rejects", rejectColumns),
  ].join(";\n");

const tableOf = (table: string, columns: readonly TableColumn[]): string[] => {
  const typed = columns.map(({ name, type }) => `${name} ${type.toLowerCase()}`);
  return [
    `create table if not exists ${table} (\n  ${typed.join(",\n  ")}\n)\npartition by _file_date`,
    ...typed.map((column) => `alter table ${table} add column if not exists ${column}`),
  ];
};
