import { isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { TextColumn } from "./cells.ts";
import { amountsIn, columnNamed, kindsIn, timesIn } from "./columns.ts";
import { featuresOf, featuresOfEntity, featuresOfTime, type MadeFeature } from "./features.ts";
import { numbersOf } from "./numbers.ts";

export interface FitRequest {
  readonly target: string;
  readonly time: string;
  readonly entity?: string;
  readonly classify: boolean;
  /** The newest rows that are kept for the one last test. */
  readonly testFraction: number;
  /** So many days after its own date a row's answer is known. */
  readonly knownAfter: number;
}

export interface FitTable {
  readonly table: Table;
  /** Which kind the chance is of, where the target is of two kinds. */
  readonly predicted: string | null;
}

export const fewestRows = 200;

/** Any table as the trainer takes it: what each row could know of itself and of the rows before it. */
export const fitTable = (columns: readonly TextColumn[], request: FitRequest): FitTable => {
  const { target, time, entity, classify, knownAfter } = request;
  const [answers, times] = [columnNamed(columns, "--target", target), columnNamed(columns, "--time", time)];
  const who = entity === undefined ? undefined : columnNamed(columns, "--entity", entity);
  if (new Set([answers, times, who]).size < 3)
    throw new RejectedInput("--target, --time and --entity must be columns of their own");
  if (answers.cells.length < fewestRows)
    throw new RejectedInput(`there are ${answers.cells.length} rows; a fit needs ${fewestRows}`);
  const numbers = numbersOf(columns);
  const days = timesIn(times, numbers.get(times));
  const { values: y, predicted } = classify
    ? kindsIn(answers)
    : { values: amountsIn(answers, numbers.get(answers)), predicted: null };
  const rows = { days, y, knownAfter, numbers };
  const features = [
    ...featuresOfTime(days),
    ...(who ? featuresOfEntity(who, rows) : []),
    ...columns
      .filter((column) => ![answers, times, who].includes(column))
      .flatMap((column) => featuresOf(column, rows)),
  ];
  return { table: tableOf(features, days, y, who?.cells, knownAfter), predicted };
};

const tableOf = (
  features: readonly MadeFeature[],
  days: Float64Array,
  y: Float64Array,
  entities: readonly string[] | undefined,
  knownAfter: number,
): Table => {
  const order = Uint32Array.from(days.keys()).sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0) || a - b);
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
    // No plain rate is known of a table of somebody's own: no family starts from one.
    expected: new Float64Array(order.length).fill(1),
    y: Float64Array.from(order, (row) => y[row] ?? Number.NaN),
    entities: Array.from(order, (row) => entities?.[row] ?? `row ${row + 1}`),
    asOf: Array.from(order, (row) => isoDate(day(row))),
    knownOn: Array.from(order, (row) => isoDate(day(row) + knownAfter)),
  };
};
