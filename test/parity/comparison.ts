import type { Row, Scalar, Warehouse } from "../../shared/ports.ts";
import { standing, tables } from "../e2e/tables.ts";

/** Every table's rows in the order of their key. */
export type Export = Readonly<Record<string, readonly Row[]>>;

export const exportTables = async (warehouse: Warehouse): Promise<Export> => {
  const exported: Record<string, readonly Row[]> = {};
  for (const [table, key] of Object.entries(tables))
    exported[table] = await warehouse.query(`select * from ${table} ${rowsOf(table)} order by ${key}`);
  return exported;
};

/** Terraform's raw tables are not read without a condition on their partitions. */
const rowsOf = (table: string): string =>
  table.startsWith("raw.") ? "where _source_date >= date '0001-01-01'" : (standing[table] ?? "");

/** How many rows of each table were held against each other. */
export const rowCounts = (found: Export): string =>
  Object.entries(found)
    .map(([table, rows]) => `${table} ${rows.length}`)
    .join(", ");

/**
 * Each cell that differs, by its table, key and column. Keys, counts, texts and NUMERIC must be the same; a float may
 * differ by a billionth of its size. A generation is the number that its own bucket gave, so it is not compared.
 */
export const differencesBetween = (expected: Export, found: Export): string[] =>
  Object.entries(tables).flatMap(([table, key]) => {
    const columns = key.split(", ");
    return tableDifferences(table, keyed(expected[table], columns), keyed(found[table], columns));
  });

type Keyed = ReadonlyMap<string, Row>;

const keyed = (rows: readonly Row[] = [], columns: readonly string[]): Keyed =>
  new Map(rows.map((row) => [columns.map((column) => `${column} ${row[column]}`).join(", "), row]));

const tableDifferences = (table: string, expected: Keyed, found: Keyed): string[] => {
  const missing = [...expected.keys()].filter((key) => !found.has(key));
  const extra = [...found.keys()].filter((key) => !expected.has(key));
  const cells = [...expected].flatMap(([key, row]) => {
    const other = found.get(key);
    return other === undefined
      ? []
      : cellDifferences(row, other).map((difference) => `${table} [${key}] ${difference}`);
  });
  return [
    ...missing.map((key) => `${table} [${key}] is missing`),
    ...extra.map((key) => `${table} [${key}] should not be there`),
    ...cells,
  ];
};

const cellDifferences = (expected: Row, found: Row): string[] =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((column) => column !== "_generation" && !isSame(expected[column], found[column]))
    .map((column) => `${column} is ${found[column]} instead of ${expected[column]}`);

const isSame = (expected: Scalar | undefined, found: Scalar | undefined): boolean =>
  expected === found || (isFloat(expected, found) && isNear(Number(expected), Number(found)));

/** Two whole numbers are counts: they are the same or they are not. */
const isFloat = (expected: unknown, found: unknown): boolean =>
  typeof expected === "number" &&
  typeof found === "number" &&
  !(Number.isInteger(expected) && Number.isInteger(found));

const isNear = (expected: number, found: number): boolean =>
  Math.abs(expected - found) <= 1e-9 * Math.max(Math.abs(expected), Math.abs(found));
