import type { Table } from "../table.ts";
import type { Cell } from "../values.ts";

type Rows = readonly (readonly Cell[])[];

/** Where DuckDB's rows are not the reference engine's: "lines.sql statement 5, _object=a _row=2: net is 1, not 2". */
export const differences = (where: string, table: Table, expected: Rows, found: Rows): string[] => {
  const key = keyOf(table, expected);
  const keyed = (rows: Rows) => Map.groupBy(rows, (row) => keyText(table, key, row));
  const [left, right] = [keyed(expected), keyed(found)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const [wanted = [], got = []] = [left.get(name), right.get(name)];
    if (wanted.length !== got.length) {
      return [`${where}, ${name}: ${got.length} rows, not ${wanted.length}`];
    }
    return wanted.flatMap((row, index) => cellDifferences(`${where}, ${name}`, table, row, got[index] ?? []));
  });
};

const cellDifferences = (
  where: string,
  { columns }: Table,
  wanted: readonly Cell[],
  got: readonly Cell[],
): string[] =>
  columns.flatMap(({ name, type }, index) => {
    const [left = null, right = null] = [wanted[index], got[index]];
    if (isSame(left, right, type)) return [];
    return [`${where}: ${name} is ${JSON.stringify(right)}, not ${JSON.stringify(left)}`];
  });

const isSame = (left: Cell, right: Cell, type: string): boolean => {
  if (type !== "FLOAT64" || typeof left !== "number" || typeof right !== "number") {
    return JSON.stringify(left) === JSON.stringify(right);
  }
  return Object.is(left, right) || Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right));
};

/** Identifies a row by its place in a file, else by the fewest leading columns that are unique. */
const keyOf = (table: Table, rows: Rows): readonly number[] => {
  const place = ["_object", "_row"].map((name) => table.columns.findIndex((column) => column.name === name));
  const first = table.columns.map((_, index) => index);
  const candidates = [place.filter((index) => index >= 0), ...first.map((last) => first.slice(0, last + 1))];
  const tellsApart = (key: readonly number[]): boolean =>
    key.length > 0 && new Set(rows.map((row) => keyText(table, key, row))).size === rows.length;
  return candidates.find(tellsApart) ?? first;
};

const keyText = ({ columns }: Table, key: readonly number[], row: readonly Cell[]): string =>
  key.map((index) => `${columns[index]?.name}=${JSON.stringify(row[index] ?? null)}`).join(" ");
