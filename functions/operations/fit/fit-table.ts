import { isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { TextColumn } from "./cells.ts";
import { amountsIn, classesIn, columnNamed, timesIn } from "./columns.ts";
import { columnFeatures, entityFeatures, type MadeFeature, timeFeatures } from "./features.ts";
import { readNumbers } from "./numbers.ts";

export interface FitRequest {
  readonly target: string;
  readonly time: string;
  readonly entity?: string;
  readonly classify: boolean;
  /** Share of the rows, the newest, that are kept for the last test. */
  readonly testFraction: number;
  /** A row's outcome is known this many days after its date. */
  readonly knownAfter: number;
}

const fewestRows = 200;

/**
 * Any table in the trainer's form: each row with what was known of itself and of the rows before it. `predicted` is the class
 * whose chance is predicted; null if the target is a number.
 */
export const fitTable = (columns: readonly TextColumn[], request: FitRequest) => {
  const { target, time, entity, classify, knownAfter } = request;
  const [answers, times] = [columnNamed(columns, "--target", target), columnNamed(columns, "--time", time)];
  const who = entity === undefined ? undefined : columnNamed(columns, "--entity", entity);
  if (new Set([answers, times, who]).size < 3)
    throw new RejectedInput("--target, --time and --entity must be columns of their own");
  if (answers.cells.length < fewestRows)
    throw new RejectedInput(`there are ${answers.cells.length} rows; a fit needs ${fewestRows}`);
  const numbers = readNumbers(columns);
  const days = timesIn(times, numbers.get(times));
  const { values: y, predicted } = classify
    ? classesIn(answers)
    : { values: amountsIn(answers, numbers.get(answers)), predicted: null };
  const rows = { days, y, knownAfter, numbers };
  const features = [
    ...timeFeatures(days),
    ...(who ? entityFeatures(who, rows) : []),
    ...columns
      .filter((column) => ![answers, times, who].includes(column))
      .flatMap((column) => columnFeatures(column, rows)),
  ];
  return { table: toTable(features, days, y, who?.cells, knownAfter), predicted, days };
};

/** The rows by their days; those of one day as the file has them. */
export const inTime = (days: Float64Array): Uint32Array =>
  Uint32Array.from(days.keys()).sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0) || a - b);

const toTable = (
  features: readonly MadeFeature[],
  days: Float64Array,
  y: Float64Array,
  entities: readonly string[] | undefined,
  knownAfter: number,
): Table => {
  const order = inTime(days);
  const x = new Float64Array(order.length * features.length);
  for (const [column, { values }] of features.entries())
    order.forEach((row, at) => {
      x[at * features.length + column] = values[row] ?? Number.NaN;
    });
  const day = (row: number) => days[row] ?? 0;
  return {
    features: features.map(({ name }) => name),
    groups: features.map(({ from }) => from),
    rows: order.length,
    x,
    // There is no run-rate: no family starts from one.
    expected: new Float64Array(order.length).fill(1),
    y: Float64Array.from(order, (row) => y[row] ?? Number.NaN),
    entities: Array.from(order, (row) => entities?.[row] ?? `row ${row + 1}`),
    asOf: Array.from(order, (row) => isoDate(day(row))),
    knownOn: Array.from(order, (row) => isoDate(day(row) + knownAfter)),
  };
};
