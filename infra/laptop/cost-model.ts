import type { Usage } from "../../shared/prices.ts";
import { operationsPerFile, readsPerByte } from "./backfill-plan.ts";

/** What the shop does. */
export interface Load {
  readonly filesPerDay: number;
  readonly megabytes: number;
  /** How often a day the tables are rebuilt: files that come within a minute of each other are one time. */
  readonly rebuildsPerDay: number;
  /** The how manieth month: what is stored grows. */
  readonly month: number;
}

/** As terraform/pipeline.tf deploys them; a test compares. */
export const sizes = {
  ingest: { cpu: 1, gib: 2 },
  clean: { cpu: 1, gib: 1 },
  aggregate: { cpu: 1, gib: 0.5 },
  train: { cpu: 2, gib: 4 },
  publish: { cpu: 1, gib: 2 },
  sweep: { cpu: 1, gib: 2 },
} as const;
export const deployed = { jobs: 2, alertConditions: 4, sweepsPerDay: 96, trainLooksPerDay: 24 };

const days = 30;
const gib = 1024 ** 3;

// Bytes for each byte of CSV, measured on 305 days of a wholesaler's files (541,909 rows).
const logical = { raw: 1.69, lines: 2.81, customerDays: 0.053 };
/** Of a table's rows on disk: Parquet with Zstandard takes 0.05 to 0.2 of them, BigQuery's own format about the same. */
const onDisk = 0.2;
const stagedShare = 0.34;
const bytesPerCustomerDay = 132;
const customerDaysInPage = 500_000;

// Seconds for each run, its start included. Two thirds of the laptop's speed are taken off ingest for a slower machine.
const ingestBytesPerSecond = 20e6;
const seconds = { ingest: 1.5, clean: 60, aggregate: 20, sweep: 2, trainLook: 2, training: 300, publish: 10 };
const publishedPerSecond = 20_000;

/** Base image and the functions' own layers, in the three versions that are kept. */
const imagesGib = 0.75;
const logBytesPerRun = 3_000;

/** What a month takes of each priced thing, on the high side where it is not measured. */
export const usageOf = (load: Load): Usage => {
  const bytesPerDay = load.filesPerDay * load.megabytes * 1e6;
  const daysBefore = (load.month - 1) * days;
  // On average over the month, half of its days are there.
  const stored = (daysBefore + days / 2) * bytesPerDay;
  const runs = runsOf(load, stored);
  const sum = (of: "cpu" | "gib") =>
    runs.reduce((total, run) => total + run.count * run.seconds * sizes[run.name][of], 0);
  const count = runs.reduce((total, run) => total + run.count, 0);
  const objects = stored === 0 ? 0 : (stored / bytesPerDay) * load.filesPerDay;
  return {
    bigquery: { query_tib: readBytes(load, stored) / 1024 ** 4, ...tables(load, bytesPerDay) },
    storage: { ...operations(load, objects), ...objectBytes(load, bytesPerDay) },
    cloud_run: { cpu_second: sum("cpu"), memory_gib_second: sum("gib"), requests_million: count / 1e6 },
    // Published once and delivered once, a kilobyte each.
    pubsub: { throughput_tib: (count * 2 * 1024) / 1024 ** 4 },
    scheduler: { job: deployed.jobs },
    artifact_registry: { storage_gib: imagesGib },
    logging: { gib: (count * logBytesPerRun) / gib },
    monitoring: {
      alert_condition: deployed.alertConditions,
      // Each looks every five minutes, at one series of each function at most.
      alert_series_million: (deployed.alertConditions * 288 * days * 8) / 1e6,
    },
  };
};

interface Runs {
  readonly name: keyof typeof sizes;
  readonly count: number;
  readonly seconds: number;
}

const runsOf = ({ filesPerDay, megabytes, rebuildsPerDay }: Load, stored: number): Runs[] => {
  const rebuilds = rebuildsPerDay * days;
  const customerDays = (stored * logical.customerDays) / bytesPerCustomerDay;
  const ingestion = seconds.ingest + (megabytes * 1e6) / ingestBytesPerSecond;
  return [
    { name: "ingest", count: filesPerDay * days, seconds: ingestion },
    { name: "clean", count: rebuilds, seconds: seconds.clean },
    { name: "aggregate", count: rebuilds, seconds: seconds.aggregate },
    { name: "publish", count: rebuilds, seconds: seconds.publish + customerDays / publishedPerSecond },
    { name: "sweep", count: deployed.sweepsPerDay * days, seconds: seconds.sweep },
    { name: "train", count: deployed.trainLooksPerDay * days, seconds: seconds.trainLook },
    { name: "train", count: filesPerDay > 0 ? days : 0, seconds: seconds.training },
  ];
};

const leastBilled = 10e6;
const statements = { rebuild: 25, publish: 20, training: 10 };

/** A rebuild reads its day as far as that has come; what looks at all customers reads all their days. */
const readBytes = ({ filesPerDay, megabytes, rebuildsPerDay }: Load, stored: number): number => {
  if (filesPerDay === 0) return 0;
  const bytesPerDay = filesPerDay * megabytes * 1e6;
  const ofOneRebuild = (bytesPerDay * (rebuildsPerDay + 1)) / (2 * rebuildsPerDay);
  const customers = stored * logical.customerDays;
  const pages = Math.ceil(customers / bytesPerCustomerDay / customerDaysInPage);
  const atLeast = (count: number, bytes: number) => Math.max(count * leastBilled, bytes);
  return (
    rebuildsPerDay * days * atLeast(statements.rebuild, readsPerByte * ofOneRebuild + customers) +
    rebuildsPerDay * days * atLeast(statements.publish, pages * customers) +
    days * atLeast(statements.training, statements.training * customers)
  );
};

/** Partitions that nothing has changed for 90 days cost half; what was replaced is kept, and paid for, 14 days. */
const tables = (load: Load, bytesPerDay: number) => {
  const perDay = (bytesPerDay * (logical.raw + logical.lines + logical.customerDays) * onDisk) / gib;
  const { recent, old } = ages(load);
  const replaced = (14 * perDay * (load.rebuildsPerDay + 1)) / 2;
  return {
    active_physical_gib: perDay * recent + (load.filesPerDay > 0 ? replaced : 0),
    long_term_physical_gib: perDay * old,
  };
};

const objectBytes = (load: Load, bytesPerDay: number) => {
  const perDay = (bytesPerDay * (1 + stagedShare)) / gib;
  const { recent, old } = ages(load);
  return { storage_gib: perDay * recent, nearline_gib: perDay * old };
};

/** Days that are stored on average in the month: those of the last 90, and those before. */
const ages = ({ month }: Load) => {
  const all = (month - 1) * days + days / 2;
  return { recent: Math.min(all, 90), old: Math.max(0, all - 90) };
};

export const sweepOperations = { lists: 4, reads: 12 };

/** A sweep lists the landing bucket, the ledger and the manifests, a thousand names at a time. */
const operations = ({ filesPerDay }: Load, objects: number) => {
  const sweeps = deployed.sweepsPerDay * days;
  const looks = deployed.trainLooksPerDay * days;
  const lists = sweeps * (sweepOperations.lists + (3 * objects) / 1000) + looks * 4;
  const reads = sweeps * sweepOperations.reads + looks * 12;
  return {
    class_a_10k: (lists + filesPerDay * days * operationsPerFile.classA) / 10_000,
    class_b_10k: (reads + filesPerDay * days * operationsPerFile.classB) / 10_000,
  };
};
