import type { TextColumn } from "../../../../functions/operations/fit/cells.ts";
import type { FitRequest } from "../../../../functions/operations/fit/fit-table.ts";
import { isoDate } from "../../../../shared/dates.ts";
import { stream } from "../../../../shared/learning/random.ts";

export const first = 19_000;
export const request: FitRequest = {
  target: "spent",
  time: "day",
  entity: "shop",
  classify: false,
  testFraction: 0.2,
  knownAfter: 1,
};

/** Shops that sell about their usual amount, and more in sunshine. */
export const visits = (rows: number, seed = 1): TextColumn[] => {
  const random = stream(seed, "visits");
  const all = Array.from({ length: rows }, (_, row) => {
    const [shop, sun, sky] = [random.below(8), random.next(), random.chance(0.5) ? "clear" : "grey"];
    const spent = 20 * shop + 100 * sun + (sky === "clear" ? 40 : 0) + 5 * random.next();
    return { day: isoDate(first + Math.floor(row / 5)), shop: `S${shop}`, sun, sky, spent };
  });
  const column = (name: string, cell: (row: (typeof all)[number]) => string): TextColumn => ({
    name,
    cells: all.map(cell),
  });
  return [
    column("day", ({ day }) => day),
    column("shop", ({ shop }) => shop),
    column("sun", ({ sun }) => sun.toFixed(4)),
    column("sky", ({ sky }) => sky),
    column("spent", ({ spent }) => spent.toFixed(2)),
  ];
};

export const replaced = (
  columns: readonly TextColumn[],
  name: string,
  cell: (cell: string, row: number) => string,
) => columns.map((column) => (column.name === name ? { name, cells: column.cells.map(cell) } : column));
