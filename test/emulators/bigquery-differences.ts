import type { Row, Scalar } from "../../shared/ports.ts";

/** The cells in which two tables differ, each with its row. Floats may differ by a billionth of their size. */
export const differences = (table: string, expected: string, found: string): string[] => {
  const [left, right] = [rowsOf(expected), rowsOf(found)];
  if (left.length !== right.length) return [`${table}: ${right.length} rows instead of ${left.length}`];
  return left.flatMap((row, index) =>
    Object.entries(row)
      .filter(([column, value]) => !isSame(value, right[index]?.[column] ?? null))
      .map(
        ([column, value]) =>
          `${table} ${keyOf(row)}: ${column} is ${right[index]?.[column]} instead of ${value}`,
      ),
  );
};

const rowsOf = (text: string): Row[] =>
  text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as Row);

const isSame = (left: Scalar, right: Scalar): boolean =>
  left === right ||
  (typeof left === "number" &&
    typeof right === "number" &&
    Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right)));

/** Enough to find the row by: raw and clean rows know their place, metrics begin with their key. */
const keyOf = (row: Row): string =>
  "_object" in row ? `${row["_object"]} row ${row["_row"]}` : Object.values(row).slice(0, 3).join(" ");
