import type { Meaning } from "../../../shared/contracts/header-words.ts";
import type { ReadFile } from "./read-files.ts";

/** What is said once for all lines of an order. */
const ofOrder: readonly Meaning[] = [
  "invoice_no",
  "invoice_date",
  "customer_id",
  "currency",
  "country",
  "store_id",
];

type PlaceOf = (meaning: Meaning) => number;
type Cells = readonly string[];

/**
 * The columns whose blank cells repeat the cell above: of orders whose first line alone has their facts, or of headings
 * above their lines. None if blank cells mean that something is missing.
 */
export const findFillDown = (files: readonly ReadFile[], placeOf: PlaceOf): readonly Meaning[] => {
  const known = ofOrder.filter((meaning) => placeOf(meaning) >= 0);
  const tables = files.map(({ table }) => table.rows.map(({ cells }) => cells));
  return ofHeadings(tables, placeOf) ?? ofOrders(tables, known, placeOf);
};

/** A heading names a product, a customer or a day, and nothing else that a line has; its lines leave that blank. */
const ofHeadings = (
  tables: readonly (readonly Cells[])[],
  placeOf: PlaceOf,
): readonly Meaning[] | undefined => {
  const columns: readonly Meaning[] = ["stock_code", "customer_id", "invoice_date", "invoice_no"];
  const heading = columns.find((meaning) => {
    const place = placeOf(meaning);
    const others = (["stock_code", "quantity", "invoice_date"] as const)
      .filter((other) => other !== meaning)
      .map(placeOf);
    if (place < 0 || others.some((other) => other < 0)) return false;
    const rows = tables.flat();
    const lines = rows.filter((cells) => others.every((other) => cells[other] !== ""));
    const headings = rows.filter(
      (cells) => cells[place] !== "" && others.every((other) => cells[other] === ""),
    );
    const bare = lines.filter((cells) => cells[place] === "");
    return headings.length > 0 && bare.length > 0 && bare.length >= 0.9 * lines.length;
  });
  return heading && [heading];
};

const ofOrders = (
  tables: readonly (readonly Cells[])[],
  known: readonly Meaning[],
  placeOf: PlaceOf,
): readonly Meaning[] => {
  const key =
    known.find((meaning) => meaning === "invoice_no") ?? known.find((meaning) => meaning === "invoice_date");
  if (key === undefined) return [];
  const follow = tables.flatMap((rows) => following(rows, placeOf(key), placeOf));
  const all = tables.reduce((sum, { length }) => sum + length, 0);
  // One receipt without a number among many is a fault, unless it leaves all of its order's facts blank.
  const isJustMissing = (meaning: Meaning, count: number): boolean =>
    meaning === key &&
    count < 0.1 * all &&
    follow.some(({ cells }) => cells[placeOf(key)] === "" && cells[placeOf("invoice_date")] !== "");
  const filled = known.filter((meaning) => {
    const place = placeOf(meaning);
    const left = follow.filter(({ first }) => first[place] !== "");
    const blank = left.filter(({ cells }) => cells[place] === "");
    return blank.length > 0 && blank.length >= 0.97 * left.length && !isJustMissing(meaning, blank.length);
  });
  return filled.length === 0 ? [] : [key, ...filled.filter((meaning) => meaning !== key)];
};

/** The lines that belong to an order whose first line stands above them, each with that line. */
const following = (
  rows: readonly Cells[],
  key: number,
  placeOf: PlaceOf,
): readonly { cells: Cells; first: Cells }[] => {
  const ofLine = (["stock_code", "quantity"] as const).map(placeOf).filter((place) => place >= 0);
  let first: Cells | undefined;
  return rows.flatMap((cells) => {
    const belongs = first !== undefined && (cells[key] === "" || cells[key] === first[key]);
    if (!belongs) first = cells[key] === "" ? undefined : cells;
    const isLine = ofLine.every((place) => cells[place] !== "");
    return belongs && first && isLine ? [{ cells, first }] : [];
  });
};
