import { loadRules } from "../../../shared/contracts/load-mode.ts";
import type { LoadJob } from "../../../shared/ports.ts";
import { type CostLine, costOf, type Prices, type Usage } from "../../../shared/prices.ts";
import { type BackfillFile, slicesOf } from "./backfill.ts";

/** What a backfill would take on Google Cloud, as far as it can be told beforehand. */
export interface BackfillPlan {
  readonly files: number;
  readonly bytes: number;
  readonly feeds: Readonly<Record<string, number>>;
  readonly partitions: number;
  readonly firstDate: string | undefined;
  readonly lastDate: string | undefined;
  /** Rebuilds of the tables: one for each slice of partitions. */
  readonly rounds: number;
  readonly jobs: { readonly load: number; readonly query: number };
  readonly quotas: readonly QuotaUse[];
  readonly cost: { readonly lines: readonly CostLine[]; readonly total: number; readonly list: string };
  readonly atLeastSeconds: number;
}

export interface QuotaUse {
  readonly quota: string;
  readonly used: number;
  readonly limit: number;
}

/** The jobs that a warehouse makes of one load, each by the suffix of its id. */
export type LoadSteps = (job: LoadJob) => readonly { readonly suffix: string; readonly work: object }[];

export const planBackfill = (
  files: readonly BackfillFile[],
  filesPerSecond: number,
  prices: Prices,
  stepsOf: LoadSteps,
): BackfillPlan => {
  const slices = slicesOf(files);
  const jobs = slices.map((slice) => jobsOf(slice, stepsOf));
  const dates = files.map(({ fileDate }) => fileDate).filter((date) => date !== "1970-01-01");
  const bytes = files.reduce((total, { size }) => total + size, 0);
  const counted = { load: sum(jobs.map(({ load }) => load)), query: sum(jobs.map(({ query }) => query)) };
  const lines = costOf(usageOf(files.length, bytes, counted.query), prices);
  return {
    files: files.length,
    bytes,
    feeds: Object.fromEntries(
      [...Map.groupBy(files, ({ feed }) => feed.name)].map(([name, of]) => [name, of.length]),
    ),
    partitions: partitionsOf(files).size,
    firstDate: dates.reduce<string | undefined>(
      (first, date) => (first !== undefined && first < date ? first : date),
      undefined,
    ),
    lastDate: dates.reduce<string | undefined>(
      (last, date) => (last !== undefined && last > date ? last : date),
      undefined,
    ),
    rounds: slices.length,
    jobs: counted,
    quotas: quotasOf(files, slices, jobs),
    cost: {
      lines,
      total: sum(lines.map(({ cost }) => cost)),
      list: `${prices.region}, ${prices.currency}, list prices of ${prices.date}`,
    },
    atLeastSeconds: files.length / filesPerSecond,
  };
};

interface SliceJobs {
  readonly load: number;
  readonly query: number;
  readonly loadsOfBusiestTable: number;
  readonly partitionsOfBusiestTable: number;
}

/** Besides its loads a round asks what changed and where prices are (4), rebuilds the lines, and aggregates after a question. */
const queriesOfARound = 7;

/** Counted with the very plan that the warehouse will follow; every file is taken to have rejects. */
const jobsOf = (slice: readonly BackfillFile[], stepsOf: LoadSteps): SliceJobs => {
  const tables = [...Map.groupBy(slice, ({ feed }) => feed.table)];
  const loads = [...tables, ["raw.rejects", slice] as const].map(([table, of]) => {
    const feed = table === "raw.rejects" ? undefined : of[0]?.feed;
    const dates = [...new Set(of.map(({ fileDate }) => fileDate))];
    const steps = stepsOf({
      id: "plan",
      table,
      columns: [],
      replace: feed ? loadRules(feed).partitions(dates) : dates,
      objects: of.map(({ fileDate }, index) => `staged/${fileDate}/${index}`),
    });
    const load = steps.filter(({ work }) => "load" in work).length;
    const partitions = steps.filter(({ suffix }) => /^--\d{8}$/.test(suffix)).length;
    return { load, query: steps.length - load, partitions };
  });
  return {
    load: sum(loads.map(({ load }) => load)),
    query: sum(loads.map(({ query }) => query)) + queriesOfARound,
    loadsOfBusiestTable: Math.max(...loads.map(({ load }) => load)),
    partitionsOfBusiestTable: Math.max(...loads.map(({ partitions }) => partitions)),
  };
};

/** Limits of BigQuery that a backfill comes near to; none of the first four can be raised. */
const quotasOf = (
  files: readonly BackfillFile[],
  slices: readonly (readonly BackfillFile[])[],
  jobs: readonly SliceJobs[],
): QuotaUse[] => [
  use("load jobs into one table in a day", sum(jobs.map((of) => of.loadsOfBusiestTable)), 1_500),
  use(
    "partitions of one table changed by loads in a day",
    sum(jobs.map((of) => of.partitionsOfBusiestTable)),
    30_000,
  ),
  use("partitions changed by one job", most(slices.map((slice) => datesOf(slice).size)), 4_000),
  use("partitions of one table", datesOf(files).size, 10_000),
  use("statements that change one table, running or queued", 1, 22),
  use("objects in one load job", Math.min(10_000, most(slices.map(({ length }) => length))), 10_000),
];

const use = (quota: string, used: number, limit: number): QuotaUse => ({ quota, used, limit });

const gib = 1024 ** 3;

/**
 * Orders of magnitude, on the high side: the operations on objects are counted in a test; each byte is read by about
 * fifteen statements (BigQuery bills 10 MB at least for each), and a vCPU stages 20 MB a second after half a second a file.
 */
const usageOf = (files: number, bytes: number, queries: number): Usage => {
  const seconds = files * 0.5 + bytes / 20e6;
  return {
    bigquery: {
      query_tib: Math.max(readsPerByte * bytes, queries * 10e6) / 1024 ** 4,
      active_storage_gib: (3 * bytes) / gib,
    },
    storage: {
      class_a_10k: (files * operationsPerFile.classA) / 10_000,
      class_b_10k: (files * operationsPerFile.classB) / 10_000,
      storage_gib: (2 * bytes) / gib,
    },
    cloud_run: { cpu_second: seconds, memory_gib_second: seconds, requests_million: files / 1e6 },
  };
};

/** How often each byte of a file is billed when its day is rebuilt: about fifteen statements read it, in part or whole. */
export const readsPerByte = 15;

/** Writes and lists, and reads and looks, that a file causes on its way from the bucket into the tables. */
export const operationsPerFile = { classA: 15, classB: 40 };

const partitionsOf = (files: readonly BackfillFile[]): ReadonlySet<string> =>
  new Set(files.map(({ feed, fileDate }) => `${feed.name} ${fileDate}`));

const datesOf = (files: readonly BackfillFile[]): ReadonlySet<string> =>
  new Set(files.map(({ fileDate }) => fileDate));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const most = (values: readonly number[]): number => values.reduce((left, right) => Math.max(left, right), 0);
