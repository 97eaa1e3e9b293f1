import { mostRowsRead, rowsAtOnce, rowsOfSample } from "../../../shared/tasks/sample.ts";
import { linesInSlice } from "../../6-publish/batch.ts";
import { slicesAtOnce } from "../../6-publish/store-predictions.ts";
import { readsPerByte } from "../backfill/plan.ts";

/** What the shop does. */
export interface Load {
  readonly filesPerDay: number;
  readonly megabytes: number;
  /** How often a day the tables are rebuilt: files that come within a minute of each other are one time. */
  readonly rebuildsPerDay: number;
  /** The how manieth month: what is stored grows. */
  readonly month: number;
  /** A row without a price is in each rebuild, of a product that was not sold in the week before. */
  readonly rarePrices?: boolean;
}

export const days = 30;

// Measured on 305 days of a wholesaler's files (541,909 rows): bytes for each byte of CSV, and how many days a customer has.
export const logical = { raw: 1.69, lines: 2.81, customerDays: 0.053 };
const bytesOf = { customerDay: 132, customer: 90, registered: 30, predicted: 90, servedDay: 54 };
const daysOfCustomer = 4.2;
const tasks = 2;

/** What there is on average over the month, half of whose days are there. */
export interface Held {
  readonly days: number;
  readonly bytes: number;
  readonly objects: number;
  readonly customerDays: number;
  readonly customers: number;
  /** One prediction of each task for each customer, once there is history enough for a model. */
  readonly predicted: number;
  readonly shards: number;
  readonly slices: number;
  readonly snapshotBytes: number;
}

export const heldIn = (load: Load): Held => {
  const daysHeld = (load.month - 1) * days + days / 2;
  const bytes = daysHeld * bytesPerDay(load);
  const customerDays = (bytes * logical.customerDays) / bytesOf.customerDay;
  const customers = customerDays / daysOfCustomer;
  const predicted = originsOf(daysHeld).month > 0 ? tasks * customers : 0;
  return {
    days: daysHeld,
    bytes,
    objects: daysHeld * load.filesPerDay,
    customerDays,
    customers,
    predicted,
    shards: Math.ceil(Math.max(customers / 500, customerDays / 4000)),
    slices: Math.ceil(predicted / linesInSlice),
    snapshotBytes: customerDays * bytesOf.servedDay + predicted * bytesOf.predicted,
  };
};

export const bytesPerDay = ({ filesPerDay, megabytes }: Load): number => filesPerDay * megabytes * 1e6;

/** BigQuery bills so much at least for each table that a statement reads. */
const leastBilled = 10e6;
const atLeast = (bytes: number, statements = 1) => Math.max(statements * leastBilled, bytes);
const rowsInPage = 500_000;
const pagesOf = (rows: number) => Math.max(1, Math.ceil(rows / rowsInPage));

/** A day is rebuilt as far as it has come. */
const bytesOfRebuild = (load: Load) =>
  (bytesPerDay(load) * (load.rebuildsPerDay + 1)) / (2 * load.rebuildsPerDay);

/** Clean and aggregate read the day's partitions, and the list of customers to carry their lifetimes on. */
export const rebuild = (load: Load, held: Held): { readonly bytes: number } => ({
  bytes:
    atLeast(readsPerByte * bytesOfRebuild(load), 25) +
    3 * atLeast(held.customers * bytesOf.customer) +
    (load.rarePrices ? pricesRead(load, held) : 0),
});

/** Of a partition, where a few products are asked for by the code that clusters it. An assumption: not measured on BigQuery. */
const leftByClusters = 0.1;
/** Of each byte of CSV, what lines say of prices: once to see who is rare, once to read them; of history once. */
const pricesPerByte = { recent: 1.25, history: 0.71 };

const pricesRead = (load: Load, held: Held): number =>
  leftByClusters * (8 * bytesPerDay(load) * pricesPerByte.recent + held.bytes * pricesPerByte.history) +
  3 * leastBilled;

// A third of what one core of the laptop does: 330,000 customers' days a second, and 9,800 customers of two tasks.
const rates = { servedDays: 100_000, readRows: 20_000, predictedCustomers: 5_000, secondsOfSlice: 3 };

/** All customers from the snapshot in force, the changed day and the register from tables; predictions into them. */
export const publication = (load: Load, held: Held) => {
  const changed = (bytesOfRebuild(load) * logical.customerDays) / bytesOf.customerDay;
  const { shards, slices } = held;
  return {
    bytes:
      atLeast(pagesOf(changed) * changed * bytesOf.customerDay) +
      atLeast(pagesOf(held.customers) * held.customers * bytesOf.registered) +
      // The company's days; the forecast's two statements; what was said before, and each slice of what is said now.
      3 * leastBilled +
      (slices === 0 ? 0 : atLeast(held.predicted * bytesOf.predicted) + slices * leastBilled),
    seconds:
      10 +
      held.customerDays / rates.servedDays +
      (changed + held.customers) / rates.readRows +
      held.predicted / tasks / rates.predictedCustomers +
      (slices / slicesAtOnce) * rates.secondsOfSlice,
    writes: 20 + shards + slices + (3 * (shards + slices)) / 1000,
    reads: 30 + shards + slices,
  };
};

/** As-of dates that a training looks at: of a month's window one a week for a year, of single days 150. */
const originsOf = (daysHeld: number) => ({
  month: Math.max(0, Math.floor(Math.min(365, daysHeld - 42 - 30) / 7)),
  day: Math.max(0, Math.min(150, Math.floor(daysHeld - 42))),
});

/** Each question reads all of the customers' days, three times over; the company's forecast reads little. */
export const training = (held: Held): { readonly bytes: number; readonly seconds: number } => {
  const { month, day } = originsOf(held.days);
  const questions = (origins: number) => {
    const rows = origins * held.customers;
    return origins === 0 ? 0 : 1 + Math.ceil((rows > mostRowsRead ? rowsOfSample : rows) / rowsAtOnce);
  };
  const all = questions(month) + questions(day);
  return {
    bytes: 6 * leastBilled + all * atLeast(3 * held.customerDays * bytesOf.customerDay, 3),
    seconds: all === 0 ? 30 : 300,
  };
};

/** Predictions of a day stay, as they were said. */
export const predictedBytesPerDay = (held: Held): number => held.predicted * bytesOf.predicted;
