import { dayOf, isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";

/** A column as it stands in a file; an empty cell is "not known". */
export interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
}

/** The first line of a file is its header. */
const lineOf = (row: number): number => row + 2;

export const columnNamed = (columns: readonly TextColumn[], option: string, name: string): TextColumn => {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  throw new RejectedInput(
    `${option} ${name}: there is no such column; there are ${columns.map((column) => column.name).join(", ")}`,
  );
};

const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const words: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
  ["yes", 1],
  ["no", 0],
]);

const numberIn = (cell: string): number | undefined => {
  const text = cell.trim();
  return number.test(text) ? Number(text) : words.get(text.toLowerCase());
};

/** Numbers, NaN where a cell is empty; undefined when some cell is text. */
export const numbersIn = ({ cells }: TextColumn): Float64Array | undefined => {
  const out = new Float64Array(cells.length);
  for (const [row, cell] of cells.entries()) {
    const value = cell.trim() === "" ? Number.NaN : numberIn(cell);
    if (value === undefined) return undefined;
    out[row] = value;
  }
  return out;
};

const stamp = /^(\d{4}-\d{2}-\d{2})([T ].*)?$/;

const dayIn = (cell: string): number => {
  const day = dayOf(stamp.exec(cell.trim())?.[1] ?? "");
  return Number.isFinite(day) && isoDate(day) === cell.trim().slice(0, 10) ? day : Number.NaN;
};

/** Days, where every cell that is not empty is a date; undefined otherwise. */
export const daysIn = ({ cells }: TextColumn): Float64Array | undefined => {
  const days = Float64Array.from(cells, dayIn);
  return days.some((day, row) => Number.isNaN(day) && cells[row]?.trim() !== "") ? undefined : days;
};

const furthestStep = 1_000_000;

/** When each row is from, in days: dates, or whole numbers of steps that are taken for days. */
export const timesIn = (column: TextColumn): Float64Array => {
  const { name, cells } = column;
  const steps = numbersIn(column);
  const days = steps?.map((step) => (Math.abs(step) <= furthestStep ? Math.floor(step) : Number.NaN));
  const found = days ?? Float64Array.from(cells, dayIn);
  const bad = found.findIndex(Number.isNaN);
  if (bad >= 0)
    throw new RejectedInput(
      `--time ${name}: line ${lineOf(bad)} holds "${cells[bad]}"; every row needs a date such as 2024-10-06, a time that begins with one, or a whole number of steps`,
    );
  return found;
};

/** What is to be predicted: numbers. */
export const amountsIn = (column: TextColumn): Float64Array => {
  const values = numbersIn(column);
  if (values) return varied(column, values);
  const bad = column.cells.findIndex((cell) => cell.trim() !== "" && numberIn(cell) === undefined);
  throw new RejectedInput(
    `--target ${column.name}: line ${lineOf(bad)} holds "${column.cells[bad]}", which is no number; for a target of two kinds add --classify`,
  );
};

/** Of two kinds: 1 and 0 as they are, of other words the rarer one is what is predicted. */
export const kindsIn = (
  column: TextColumn,
): { readonly values: Float64Array; readonly predicted: string } => {
  const texts = column.cells.map((cell) => cell.trim());
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size > 2)
    throw new RejectedInput(
      `--target ${column.name}: --classify needs two kinds, and there are ${counts.size}: ${[...counts.keys()].slice(0, 5).join(", ")}${counts.size > 5 ? ", …" : ""}`,
    );
  const rarer = [...counts].sort(([, one], [, other]) => one - other)[0]?.[0] ?? "";
  const predicted = [...counts.keys()].find((text) => numberIn(text) === 1) ?? rarer;
  const values = Float64Array.from(texts, (text) => (text === "" ? Number.NaN : Number(text === predicted)));
  return { values: varied(column, values), predicted };
};

const varied = ({ name }: TextColumn, values: Float64Array): Float64Array => {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) throw new RejectedInput(`--target ${name}: every cell is empty`);
  if (known.every((value) => value === known[0]))
    throw new RejectedInput(`--target ${name}: it is ${known[0]} in every row: there is nothing to predict`);
  return values;
};
