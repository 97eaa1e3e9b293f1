import { mostRowsRead, rowsAtOnce, rowsOfSample } from "../../../shared/tasks/sample.ts";
import { linesInSlice } from "../../6-publish/batch.ts";
import { slicesAtOnce } from "../../6-publish/store-predictions.ts";
import { readsPerByte } from "../backfill/plan.ts";

/** The shop's load. */
export interface Load {
  readonly filesPerDay: number;
  readonly megabytes: number;
  /** How often a day the tables are rebuilt: files that arrive within a minute cause one rebuild. */
  readonly rebuildsPerDay: number;
  /** Which month since the start: storage grows. */
  readonly month: number;
  /** Each rebuild holds a row without a price, of a product that was not sold in the week before. */
  readonly rarePrices?: boolean;
}

export const days = 30;

// Measured on 305 days of a wholesaler's files (541,909 rows): bytes for each byte of CSV, and how many days a customer has.
export const logical = { raw: 1.69, lines: 2.81, customerDays: 0.053 };
const rowBytes = { customerDay: 132, customer: 90, registered: 30, predicted: 90, servedDay: 54 };
const daysOfCustomer = 4.2;
const tasks = 2;

/** What is stored on average over the month, with half of its days. */
export const heldIn = (load: Load) => {
  const daysHeld = (load.month - 1) * days + days / 2;
  const bytes = daysHeld * bytesPerDay(load);
  const customerDays = (bytes * logical.customerDays) / rowBytes.customerDay;
  const customers = customerDays / daysOfCustomer;
  const predicted = countOrigins(daysHeld).month > 0 ? tasks * customers : 0;
  return {
    days: daysHeld,
    bytes,
    objects: daysHeld * load.filesPerDay,
    customerDays,
    customers,
    /** One prediction per task and customer, once there is enough history for a model. */
    predicted,
    shards: Math.ceil(Math.max(customers / 500, customerDays / 4000)),
    slices: Math.ceil(predicted / linesInSlice),
    servedBytes: customerDays * rowBytes.servedDay,
    predictedBytes: predicted * rowBytes.predicted,
  };
};
export type Held = ReturnType<typeof heldIn>;

export const bytesPerDay = ({ filesPerDay, megabytes }: Load): number => filesPerDay * megabytes * 1e6;

/** BigQuery bills at least this for each table that a statement reads. */
const leastBilled = 10e6;
const atLeast = (bytes: number, statements = 1) => Math.max(statements * leastBilled, bytes);
const rowsInPage = 500_000;
const pageCount = (rows: number) => Math.max(1, Math.ceil(rows / rowsInPage));

/** Each rebuild reads the part of the day that has arrived. */
const bytesOfRebuild = (load: Load) =>
  (bytesPerDay(load) * (load.rebuildsPerDay + 1)) / (2 * load.rebuildsPerDay);

/** Clean and aggregate read the day's partitions, and the list of customers to update their lifetimes. */
export const rebuild = (load: Load, held: Held) => ({
  bytes:
    atLeast(readsPerByte * bytesOfRebuild(load), 25) +
    3 * atLeast(held.customers * rowBytes.customer) +
    (load.rarePrices ? pricesRead(load, held) : 0),
});

/** Share of a partition that is read for a few products of its clustering column. Assumed: not measured on BigQuery. */
const leftByClusters = 0.1;
/** Price columns per byte of CSV: read twice in recent days (to find rare products, then their prices), once in history. */
const pricesPerByte = { recent: 1.25, history: 0.71 };

const pricesRead = (load: Load, held: Held): number =>
  leftByClusters * (8 * bytesPerDay(load) * pricesPerByte.recent + held.bytes * pricesPerByte.history) +
  3 * leastBilled;

// A third of one laptop core: 330,000 customer days a second, and 9,800 customers with two tasks.
const rates = { servedDays: 100_000, readRows: 20_000, predictedCustomers: 5_000, secondsOfSlice: 3 };

/** Shards with at least one customer of the changed day. The others are carried over from the snapshot before. */
const changedShards = ({ shards }: Held, customers: number): number =>
  shards === 0 ? 0 : shards * (1 - Math.exp(-customers / shards));

const customersOfRebuild = (load: Load): number =>
  (bytesOfRebuild(load) * logical.customerDays) / rowBytes.customerDay;

/** The part of the served customers that a publication writes. */
export const writtenShare = (load: Load, held: Held): number =>
  held.shards === 0 ? 0 : changedShards(held, customersOfRebuild(load)) / held.shards;

/** Reads the current snapshot, and the changed day and the register from tables; writes predictions into tables. */
export const publication = (load: Load, held: Held) => {
  const changed = customersOfRebuild(load);
  const { shards, slices } = held;
  const written = changedShards(held, changed);
  return {
    bytes:
      atLeast(pageCount(changed) * changed * rowBytes.customerDay) +
      atLeast(pageCount(held.customers) * held.customers * rowBytes.registered) +
      // The company's days; the forecast's two statements; earlier predictions, and each slice of the new ones.
      3 * leastBilled +
      (slices === 0 ? 0 : atLeast(held.predicted * rowBytes.predicted) + slices * leastBilled),
    seconds:
      10 +
      held.customerDays / rates.servedDays +
      (changed + held.customers) / rates.readRows +
      held.predicted / tasks / rates.predictedCustomers +
      (slices / slicesAtOnce) * rates.secondsOfSlice,
    writes: 20 + written + slices + (3 * (shards + slices)) / 1000,
    reads: 30 + shards + slices,
  };
};

/** As-of dates of a training: for a month's window one a week for a year, for single days 150. */
const countOrigins = (daysHeld: number) => ({
  month: Math.max(0, Math.floor(Math.min(365, daysHeld - 42 - 30) / 7)),
  day: Math.max(0, Math.min(150, Math.floor(daysHeld - 42))),
});

/** Each query reads all customer days three times; the company's forecast reads little. */
export const training = (held: Held) => {
  const { month, day } = countOrigins(held.days);
  const questions = (origins: number) => {
    const rows = origins * held.customers;
    return origins === 0 ? 0 : 1 + Math.ceil((rows > mostRowsRead ? rowsOfSample : rows) / rowsAtOnce);
  };
  const all = questions(month) + questions(day);
  return {
    bytes: 6 * leastBilled + all * atLeast(3 * held.customerDays * rowBytes.customerDay, 3),
    seconds: all === 0 ? 30 : 300,
  };
};

/** Predictions of a day are kept as they were made. */
export const predictedBytesPerDay = (held: Held): number => held.predicted * rowBytes.predicted;
