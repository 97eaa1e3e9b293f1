import { isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Table } from "../../../shared/learning/table.ts";
import { type Column, rowsIn, textsIn } from "./cells.ts";
import { type ColumnReader, featuresOf, isUnique, readerOf } from "./column-readers.ts";
import { columnNamed, timesIn } from "./columns.ts";
import { entityFeatures, firstOf, type MadeFeature, timeFeatures } from "./features.ts";
import { type NumberReading, readNumbers } from "./numbers.ts";
import { withoutOutliers } from "./outliers.ts";
import { amountsIn, classesIn, numbersIn, type Target } from "./read-target.ts";
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
export const fitTable = (columns: readonly Column[], request: FitRequest) => {
  const roles = rolesIn(columns, request);
  const { answers, times, who, group } = roles;
  const numbers = readNumbers(columns);
  const split = splitFor(request);
  const days = times && timesIn(times, numbers.get(times)?.values);
  const { values: y, predicted, warnings } = targetIn(answers, numbers.get(answers), request);
  const entity =
    who && days && split === "time" ? soFar(textsIn(who), days, y, request.knownAfter) : undefined;
  const first = days ? firstOf(days) : 0;
  const taken = [answers, times, group, ...(entity ? [who] : [])];
  const own = columns.filter((column) => !taken.includes(column));
  const { readers, notes } = readersOf(own, numbers);
  const features = [
    ...(days ? timeFeatures("time", days, first) : []),
    ...(entity ? entityFeatures(entity) : []),
    ...readers.flatMap(({ reader, column }) => featuresOf(reader, column, days)),
  ];
  if (features.length === 0) throw new RejectedInput("there is no column to predict from beside the target");
  const entities = split === "random" ? undefined : split === "group" ? (group ?? who) : who;
  return {
    ...toTable(features, days, y, entities && textsIn(entities), request.knownAfter),
    predicted,
    split,
    warnings: [...warnings, ...fewKnown(request.target, y), ...notes],
    recipe: { readers: readers.map(({ reader }) => reader), first, memory: entity?.memory } satisfies Recipe,
  };
};

/** How each column becomes features, and what a user may not expect of it. */
const readersOf = (columns: readonly Column[], numbers: ReadonlyMap<Column, NumberReading>) => {
  const all = columns.map((column) => ({ column, reader: readerOf(column, numbers.get(column)) }));
  const notes = all.flatMap(({ column, reader }) => [
    ...(column.copyOf === undefined ? [] : [`another column ${column.copyOf} is called ${column.name}`]),
    ...(isUnique(reader, column) ? [`${column.name} is left out: it differs in every row`] : []),
    ...(reader.kind === "number" && reader.missing.length > 0
      ? [`in ${column.name}, ${reader.missing.join(" and ")} counts as a missing number`]
      : []),
  ]);
  return { readers: all.filter(({ column, reader }) => !isUnique(reader, column)), notes };
};

/** Rows without a target are predicted by nobody and teach nothing. Throws if too few have one. */
const fewKnown = (target: string, y: Float64Array): readonly string[] => {
  const known = y.reduce((count, value) => count + Number(Number.isFinite(value)), 0);
  if (known < fewestRows)
    throw new RejectedInput(
      `--target ${target}: ${known} of ${y.length} rows have a value; a fit needs ${fewestRows} rows that have one`,
    );
  return known < y.length
    ? [`${y.length - known} of ${y.length} rows have no ${target}: they are left out`]
    : [];
};

/** What later rows need to become features in the same way. */
export interface Recipe {
  readonly readers: readonly ColumnReader[];
  readonly first: number;
  readonly memory: Memory | undefined;
}

const rolesIn = (columns: readonly Column[], { target, time, entity, group }: FitRequest) => {
  const found = (option: string, name: string | undefined) =>
    name === undefined ? undefined : columnNamed(columns, option, name);
  const answers = columnNamed(columns, "--target", target);
  const [times, who] = [found("--time", time), found("--entity", entity)];
  const roles = { answers, times, who, group: found("--group", group) };
  const own = [answers, times, who].filter((column) => column !== undefined);
  if (new Set(own).size < own.length || roles.group === answers || (times && roles.group === times))
    throw new RejectedInput("--target, --time and --entity must be columns of their own");
  if (rowsIn(answers) < fewestRows)
    throw new RejectedInput(`there are ${rowsIn(answers)} rows; a fit needs ${fewestRows}`);
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
  column: Column,
  reading: NumberReading | undefined,
  { classify, amount }: FitRequest,
): Target => {
  if (classify) return classesIn(column);
  if (amount) return { values: amountsIn(column, reading), predicted: null, warnings: [] };
  const { values, warnings } = withoutOutliers(column.name, numbersIn(column, reading));
  const isPair = new Set(values.filter(Number.isFinite)).size === 2;
  const hint = `${column.name} has two values: --classify predicts the chance of one of them`;
  return { values, predicted: null, warnings: isPair ? [...warnings, hint] : warnings };
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
