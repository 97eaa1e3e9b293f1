import type { TableColumn } from "../ports.ts";
import { lineage, rejectColumns } from "../staging.ts";
import type { Feed } from "./feed.ts";

/** The columns of a feed's raw table, in the order in which ingest writes them. */
export const rawColumns = (feed: Feed): readonly TableColumn[] => [
  ...feed.columns.map(({ name, type }) => ({ name, type })),
  ...(feed.businessDate === undefined ? [] : [{ name: "business_date", type: "DATE" as const }]),
  ...lineage,
];

/** GoogleSQL that creates the raw tables. Names come from contracts, which allow plain identifiers only. */
export const rawTables = (feeds: readonly Feed[]): string =>
  [
    "create schema if not exists raw",
    ...feeds.map((feed) => createTable(feed.table, rawColumns(feed))),
    createTable("raw.rejects", rejectColumns),
  ].join(";\n");

const createTable = (table: string, columns: readonly TableColumn[]): string =>
  `create table if not exists ${table} (\n${columns.map(({ name, type }) => `  ${name} ${type.toLowerCase()}`).join(",\n")}\n)\npartition by _file_date`;
