import { isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { TextColumn } from "./cells.ts";
import { type ColumnReader, featuresOf, readerOf } from "./column-readers.ts";
import { amountsIn, classesIn, columnNamed, numbersIn, timesIn } from "./columns.ts";
import { entityFeatures, firstOf, type MadeFeature, timeFeatures } from "./features.ts";
import { readNumbers } from "./numbers.ts";
import { type Memory, soFar } from "./so-far.ts";

export interface FitRequest {
  readonly target: string;
  /** Orders the rows. Without it they have no order, and tests are drawn at random. */
  readonly time?: string;
  /** Whom a row is about: its earlier rows become features. Needs `time`. */
  readonly entity?: string;
  /** Rows of one group are never on both sides of a test. */
  readonly group?: string;
  readonly split?: "time" | "random" | "group";
  /** The target has two values: its chance is predicted. */
  readonly classify: boolean;
  /** The target is a count or an amount, never below zero. */
  readonly amount?: boolean;
  /** Share of the rows that are kept for the last test: the newest, or drawn at random. */
  readonly testFraction: number;
  /** A row's outcome is known this many days after its date. */
  readonly knownAfter: number;
}

const fewestRows = 200;
/** Of rows without a time. */
const noDay = "1970-01-01";

/**
 * Any table in the trainer's form: each row with what was known of itself and, in time, of the rows before it. `predicted` is the
 * class whose chance is predicted; null if the target is a number.
 */
export const fitTable = (columns: readonly TextColumn[], request: FitRequest) => {
  const roles = rolesIn(columns, request);
  const { answers, times, who, group } = roles;
  const numbers = readNumbers(columns);
  const split = splitFor(request);
  const days = times && timesIn(times, numbers.get(times)?.values);
  const { values: y, predicted } = targetIn(answers, numbers.get(answers)?.values, request);
  const entity = who && days && split === "time" ? soFar(who.cells, days, y, request.knownAfter) : undefined;
  const first = days ? firstOf(days) : 0;
  const taken = [answers, times, group, ...(entity ? [who] : [])];
  const own = columns.filter((column) => !taken.includes(column));
  const readers = own.map((column) => readerOf(column, numbers.get(column)?.decimals));
  const features = [
    ...(days ? timeFeatures("time", days, first) : []),
    ...(entity ? entityFeatures(entity) : []),
    ...own.flatMap((column, place) => madeBy(readers[place], column, days)),
  ];
  if (features.length === 0) throw new RejectedInput("there is no column to predict from beside the target");
  const entities = (split === "group" ? (group ?? who) : who)?.cells;
  return {
    ...toTable(features, days, y, split === "random" ? undefined : entities, request.knownAfter),
    predicted,
    split,
    recipe: { readers, first, memory: entity?.memory } satisfies Recipe,
  };
};

/** What later rows need to become features in the same way. */
export interface Recipe {
  readonly readers: readonly ColumnReader[];
  readonly first: number;
  readonly memory: Memory | undefined;
}

const madeBy = (reader: ColumnReader | undefined, column: TextColumn, days: Float64Array | undefined) =>
  reader ? featuresOf(reader, column, days) : [];

const rolesIn = (columns: readonly TextColumn[], { target, time, entity, group }: FitRequest) => {
  const found = (option: string, name: string | undefined) =>
    name === undefined ? undefined : columnNamed(columns, option, name);
  const answers = columnNamed(columns, "--target", target);
  const [times, who] = [found("--time", time), found("--entity", entity)];
  const roles = { answers, times, who, group: found("--group", group) };
  const own = [answers, times, who].filter((column) => column !== undefined);
  if (new Set(own).size < own.length || roles.group === answers || (times && roles.group === times))
    throw new RejectedInput("--target, --time and --entity must be columns of their own");
  if (answers.cells.length < fewestRows)
    throw new RejectedInput(`there are ${answers.cells.length} rows; a fit needs ${fewestRows}`);
  return roles;
};

/** In time where there is one, unless another split is asked for. */
const splitFor = ({ split, time, group, entity }: FitRequest): "time" | "random" | "group" => {
  const chosen = split ?? (group !== undefined ? "group" : time !== undefined ? "time" : "random");
  if (chosen === "time" && time === undefined)
    throw new RejectedInput("--split time needs --time, the column that orders the rows");
  if (chosen === "group" && group === undefined && entity === undefined)
    throw new RejectedInput("--split group needs --group, the column that names each row's group");
  return chosen;
};

const targetIn = (
  column: TextColumn,
  values: Float64Array | undefined,
  { classify, amount }: FitRequest,
): { readonly values: Float64Array; readonly predicted: string | null } => {
  if (classify) return classesIn(column);
  return { values: amount ? amountsIn(column, values) : numbersIn(column, values), predicted: null };
};

const toTable = (
  features: readonly MadeFeature[],
  days: Float64Array | undefined,
  y: Float64Array,
  entities: readonly string[] | undefined,
  knownAfter: number,
): { readonly table: Table; readonly order: Uint32Array } => {
  const day = (row: number) => days?.[row] ?? 0;
  const order = Uint32Array.from(y.keys()).sort((a, b) => day(a) - day(b) || a - b);
  const table: Table = {
    ...inputsOf(features, order),
    groups: features.map(({ from }) => from),
    y: Float64Array.from(order, (row) => y[row] ?? Number.NaN),
    entities: Array.from(order, (row) => entities?.[row] ?? `row ${row + 1}`),
    asOf: Array.from(order, (row) => (days ? isoDate(day(row)) : noDay)),
    knownOn: Array.from(order, (row) => (days ? isoDate(day(row) + knownAfter) : noDay)),
  };
  return { table, order };
};

/** The features of some rows. There is no run-rate: no family starts from one. */
export const inputsOf = (features: readonly MadeFeature[], order: Uint32Array) => {
  const x = new Float64Array(order.length * features.length);
  for (const [column, { values }] of features.entries())
    order.forEach((row, at) => {
      x[at * features.length + column] = values[row] ?? Number.NaN;
    });
  return {
    features: features.map(({ name }) => name),
    rows: order.length,
    x,
    expected: new Float64Array(order.length).fill(1),
  };
};
