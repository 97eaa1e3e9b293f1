import type { Usage } from "../../../shared/prices.ts";
import type { Resources } from "../../../shared/stage.ts";
import { longestRunMs } from "../../6-publish/publish.ts";
import { operationsPerFile } from "../backfill/plan.ts";
import {
  bytesPerDay,
  days,
  type Held,
  heldIn,
  type Load,
  logical,
  predictedBytesPerDay,
  publication,
  rebuild,
  training,
  writtenShare,
} from "./monthly-load.ts";
import { functionRuns, memoryGib, pagesOfSweep, scheduledPerDay, scheduledStages } from "./runs.ts";

/** What is deployed beside the stages, as terraform/ says; a test compares. */
export const deployed = { alertConditions: 4, alertLooksPerDay: 96, snapshotDays: 2 };

const gib = 1024 ** 3;

/** Stored bytes per logical byte: Parquet with Zstandard takes 0.05 to 0.2, BigQuery's own format about the same. */
const onDisk = 0.2;
const stagedShare = 0.34;

/** The base image and the functions' own layers, in the three versions that are kept. */
const imagesGib = 0.75;
const logBytesPerRun = 3_000;

/** The month's usage of each priced item, on the high side where it is not measured. */
export const monthlyUsage = (load: Load): Usage => {
  const held = heldIn(load);
  const runs = functionRuns(load, held);
  const sum = (size: (resources: Resources) => number) =>
    runs.reduce((total, run) => total + run.count * run.seconds * size(run.resources), 0);
  const count = runs.reduce((total, run) => total + run.count, 0);
  return {
    bigquery: { query_tib: readBytes(load, held) / 1024 ** 4, ...tables(load, held) },
    storage: { ...operations(load, held), ...objectBytes(load, held) },
    cloud_run: {
      cpu_second: sum(({ cpu = 1 }) => cpu),
      memory_gib_second: sum(memoryGib),
      requests_million: count / 1e6,
    },
    // Published once and delivered once, a kilobyte each.
    pubsub: { throughput_tib: (count * 2 * 1024) / 1024 ** 4 },
    scheduler: { job: scheduledStages },
    artifact_registry: { storage_gib: imagesGib },
    logging: { gib: (count * logBytesPerRun) / gib },
    monitoring: {
      alert_condition: deployed.alertConditions,
      // Each condition reads at most one series of each function.
      alert_series_million: (deployed.alertConditions * deployed.alertLooksPerDay * days * 8) / 1e6,
    },
  };
};

/** How long one publication takes at the month's end, and in how many runs of its function. */
export const publicationTime = (load: Load): { readonly seconds: number; readonly runs: number } => {
  const seconds =
    load.filesPerDay === 0 ? 0 : publication(load, heldIn({ ...load, month: load.month + 0.5 })).seconds;
  return { seconds, runs: Math.max(1, Math.ceil((seconds * 1000) / longestRunMs)) };
};

const readBytes = (load: Load, held: Held): number => {
  if (load.filesPerDay === 0) return 0;
  const each = rebuild(load, held).bytes + publication(load, held).bytes;
  return load.rebuildsPerDay * days * each + days * training(held).bytes;
};

/** Partitions that did not change for 90 days cost half; replaced rows are kept, and paid for, for 14 days. */
const tables = (load: Load, held: Held) => {
  const files = bytesPerDay(load) * (logical.raw + logical.lines + logical.customerDays);
  const perDay = ((files + predictedBytesPerDay(held)) * onDisk) / gib;
  const { recent, old } = ages(held);
  const replaced = (14 * perDay * (load.rebuildsPerDay + 1)) / 2;
  return {
    active_physical_gib: perDay * recent + (load.filesPerDay > 0 ? replaced : 0),
    long_term_physical_gib: perDay * old,
  };
};

/** Three snapshots are kept, and deleted ones for some days more. Each adds what it has written: changed shards, predictions. */
const objectBytes = (load: Load, held: Held) => {
  const perDay = (bytesPerDay(load) * (1 + stagedShare)) / gib;
  const { recent, old } = ages(held);
  const kept = 3 + deployed.snapshotDays * load.rebuildsPerDay;
  const customers = held.servedBytes * (1 + (kept - 1) * writtenShare(load, held));
  const snapshots = (customers + kept * held.predictedBytes) / gib;
  return { storage_gib: perDay * recent + snapshots, nearline_gib: perDay * old };
};

/** Days that are stored on average in the month: the last 90, and those before. */
const ages = (held: Held) => ({ recent: Math.min(held.days, 90), old: Math.max(0, held.days - 90) });

/** Of a sweep that finds nothing new: see cached-listing.ts. It also reads what it has recorded as overdue, and the KPIs in force. */
export const sweepOperations = {
  lists: 6,
  readsOfCopies: 4,
  readsOfWatch: 2,
  readsOfKpis: 2,
  newEntries: 50,
};

const operations = (load: Load, held: Held) => {
  const { filesPerDay } = load;
  const sweeps = scheduledPerDay("sweep") * days;
  const looks = scheduledPerDay("training") * days;
  const published = filesPerDay === 0 ? { writes: 0, reads: 0 } : publication(load, held);
  const publications = load.rebuildsPerDay * days;
  const lists = sweeps * (sweepOperations.lists + pagesOfSweep(held)) + looks * 4;
  // Entries that the cached listing lacks are read one by one, each after a stat.
  const { readsOfCopies, readsOfWatch, readsOfKpis, newEntries } = sweepOperations;
  const readsOfSweep =
    filesPerDay === 0
      ? 0
      : readsOfCopies + readsOfWatch + readsOfKpis + 4 * Math.min(newEntries, held.objects);
  const reads = sweeps * readsOfSweep + looks * 12;
  return {
    class_a_10k:
      (lists + filesPerDay * days * operationsPerFile.classA + publications * published.writes) / 10_000,
    class_b_10k:
      (reads + filesPerDay * days * operationsPerFile.classB + publications * published.reads) / 10_000,
  };
};
