import type { StagedRow } from "./typer.ts";

/** A line that entered: what it is worth says where price and rate came from, so that no wrong source goes unseen. */
export interface Line {
  readonly id: string;
  readonly object: string;
  readonly fileDate: string;
  readonly day: string;
  readonly code: string;
  readonly currency: string;
  readonly customer: string;
  readonly price: string;
  readonly priceSource: "given" | "median_7d" | "median_all" | "catalogue";
  readonly rate: string;
  readonly rateDate: string;
}

/** A row that has no line, and what it waits for. */
export interface Held {
  readonly id: string;
  readonly object: string;
  readonly fileDate: string;
  readonly day: string;
  readonly rule: "duplicate" | "fx_missing" | "price_unknown";
  readonly waitsFor: string;
  readonly code: string;
}

/** A row of clean.transactions_history, in short. */
export interface Version {
  readonly position: string;
  readonly isDeleted: boolean;
  readonly row: Pick<StagedRow, "object" | "fileDate" | "row" | "cells">;
  readonly from: string;
  readonly to: string;
}

/** The tables as the SQL keeps them, reduced to what a change of one file can alter in another's rows. */
export interface Tables {
  /** By table, then by file date. */
  readonly raw: Map<string, Map<string, readonly StagedRow[]>>;
  /** Versions of the rows that changes have told about, by key. */
  readonly history: Map<string, readonly Version[]>;
  /** By business day. */
  readonly lines: Map<string, readonly Line[]>;
  readonly held: Map<string, readonly Held[]>;
  /** Refused by ingest, by file date. */
  readonly refused: Map<string, readonly string[]>;
  /** By business day, then by customer. */
  readonly daily: Map<string, ReadonlyMap<string, string>>;
  readonly customers: Map<string, string>;
}

export const noTables = (): Tables => ({
  raw: new Map(),
  history: new Map(),
  lines: new Map(),
  held: new Map(),
  refused: new Map(),
  daily: new Map(),
  customers: new Map(),
});

/** The rows that hold. */
export const rawRows = (tables: Tables, table: string): StagedRow[] =>
  allRaw(tables, table).filter(({ isEnded }) => !isEnded);

export const allRaw = (tables: Tables, table: string): StagedRow[] =>
  [...(tables.raw.get(table) ?? [])]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, rows]) => rows);

export const cellOf = ({ cells }: StagedRow, name: string): string => cells[name] ?? "";

export const dayOf = (row: StagedRow): string => cellOf(row, "invoice_date").slice(0, 10);

export const allLines = (tables: Tables): Line[] => [...tables.lines.values()].flat();

export const allHeld = (tables: Tables): Held[] => [...tables.held.values()].flat();

export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

/** All of it as text, in one order, whatever way it came about. */
export const textOf = (tables: Tables): string => {
  const sorted = <Value>(map: ReadonlyMap<string, Value>, text: (value: Value) => unknown) =>
    [...map]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => [key, text(value)] as const)
      .filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  const rows = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();
  return JSON.stringify(
    {
      raw: sorted(tables.raw, (dates) => sorted(dates, rows)),
      history: sorted(tables.history, rows),
      lines: sorted(tables.lines, rows),
      held: sorted(tables.held, rows),
      refused: sorted(tables.refused, rows),
      daily: sorted(tables.daily, (of) => sorted(of, String)),
      customers: sorted(tables.customers, String),
    },
    undefined,
    1,
  );
};
