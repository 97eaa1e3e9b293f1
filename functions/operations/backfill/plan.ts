import { loadRules } from "../../../shared/contracts/load-mode.ts";
import { undated } from "../../../shared/contracts/path-pattern.ts";
import { countBy } from "../../../shared/count-by.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { sum } from "../../../shared/learning/numbers.ts";
import type { LoadJob } from "../../../shared/ports.ts";
import { costOf, type Prices, type Usage } from "../../../shared/prices.ts";
import { number } from "../../../shared/words.ts";
import { type BackfillFile, partitionName, sliceByPartitions } from "./backfill.ts";

/** The jobs that a warehouse runs for one load, each by the suffix of its id. */
export type LoadSteps = (job: LoadJob) => readonly { readonly suffix: string; readonly work: object }[];

/** An estimate of what a backfill takes on Google Cloud. */
export const planBackfill = (
  files: readonly BackfillFile[],
  filesPerSecond: number,
  prices: Prices,
  planSteps: LoadSteps,
) => {
  const slices = sliceByPartitions(files);
  const jobs = slices.map((slice) => countJobs(slice, planSteps));
  const dates = distinctDates(files).filter((date) => date !== undated);
  const bytes = files.reduce((total, { size }) => total + size, 0);
  const counted = { load: sum(jobs.map(({ load }) => load)), query: sum(jobs.map(({ query }) => query)) };
  const lines = costOf(estimateUsage(files.length, bytes, counted.query), prices);
  return {
    files: files.length,
    bytes,
    feeds: countBy(files, ({ feed }) => feed.name),
    partitions: new Set(files.map(partitionName)).size,
    firstDate: dates[0],
    lastDate: dates.at(-1),
    /** Rebuilds of the tables: one per slice of partitions. */
    rounds: slices.length,
    jobs: counted,
    quotas: useOfQuotas(files, slices, jobs),
    cost: {
      lines,
      total: sum(lines.map(({ cost }) => cost)),
      list: `${prices.region}, ${prices.currency}, list prices of ${prices.date}`,
    },
    atLeastSeconds: files.length / filesPerSecond,
  };
};

export type BackfillPlan = ReturnType<typeof planBackfill>;

/** Throws if BigQuery would refuse these files however slowly they come: a quota for a day is only a matter of days. */
export const assertFits = ({ quotas }: BackfillPlan): void => {
  const partitions = quotas.find(({ quota }) => quota === partitionsOfTable);
  if (partitions && partitions.used > partitions.limit)
    throw new RejectedInput(
      `these files would make ${number(partitions.used)} partitions of one table, and BigQuery takes ${number(partitions.limit)} at most: leave out the oldest days, or give a year's rows in one file`,
    );
};

const partitionsOfTable = "partitions of one table";

/** Besides its loads a round queries checks, changes and prices (7), rebuilds the lines, and queries and rebuilds the metrics. */
const queriesPerRound = 10;

/** Counted with the plan that the warehouse itself follows; every file is assumed to have rejects. */
const countJobs = (slice: readonly BackfillFile[], planSteps: LoadSteps) => {
  const tables = [...Map.groupBy(slice, ({ feed }) => feed.table)];
  const loads = [...tables, ["raw.rejects", slice] as const].map(([table, of]) => {
    const feed = table === "raw.rejects" ? undefined : of[0]?.feed;
    const dates = distinctDates(of);
    const steps = planSteps({
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
    query: sum(loads.map(({ query }) => query)) + queriesPerRound,
    loadsOfBusiestTable: Math.max(...loads.map(({ load }) => load)),
    partitionsOfBusiestTable: Math.max(...loads.map(({ partitions }) => partitions)),
  };
};

/** The BigQuery quotas that a backfill may approach; the first four cannot be raised. */
const useOfQuotas = (
  files: readonly BackfillFile[],
  slices: readonly (readonly BackfillFile[])[],
  jobs: readonly ReturnType<typeof countJobs>[],
) => [
  use("load jobs into one table in a day", sum(jobs.map((of) => of.loadsOfBusiestTable)), 1_500),
  use(
    "partitions of one table changed by loads in a day",
    sum(jobs.map((of) => of.partitionsOfBusiestTable)),
    30_000,
  ),
  use("partitions changed by one job", most(slices.map((slice) => distinctDates(slice).length)), 4_000),
  use(partitionsOfTable, distinctDates(files).length, 10_000),
  use("statements that change one table, running or queued", 1, 22),
  use("objects in one load job", Math.min(10_000, most(slices.map(({ length }) => length))), 10_000),
];

const use = (quota: string, used: number, limit: number) => ({ quota, used, limit });

const gib = 1024 ** 3;

/**
 * Orders of magnitude, on the high side. Operations on objects are counted in a test; about fifteen statements read each
 * byte (BigQuery bills at least 10 MB for each); a vCPU stages 20 MB a second, plus half a second a file.
 */
const estimateUsage = (files: number, bytes: number, queries: number): Usage => {
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

/** How often each byte of a file is billed when its day is rebuilt: about fifteen statements read all or part of it. */
export const readsPerByte = 15;

/** Operations that a file causes on its way into the tables. Class A: writes and lists. Class B: reads and stats. */
export const operationsPerFile = { classA: 15, classB: 40 };

/** In ascending order. */
const distinctDates = (files: readonly BackfillFile[]): readonly string[] =>
  [...new Set(files.map(({ fileDate }) => fileDate))].sort();

const most = (values: readonly number[]): number => Math.max(0, ...values);
