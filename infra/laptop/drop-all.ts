import { watchFeeds } from "../../functions/1-ingest/watch-feeds.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Log } from "../../shared/platform.ts";
import type { LocalFile } from "../cli/files-below.ts";
import { noProgress, type Progress } from "../cli/terminal/progress.ts";
import type { LocalPlatform } from "../local/platform.ts";
import { type DroppedFile, type DropReport, type FileOutcome, outcomeOf } from "./drop-report.ts";
import type { Home } from "./home.ts";

/** Counts what a home does while files are dropped into it. Made before the home, which is opened with its hooks. */
export class DropTally {
  readonly hooks: { readonly log: Log; readonly onIngested: () => void };
  progress: Progress = noProgress;
  ingested = 0;
  daysRebuilt = 0;

  constructor(log: Log) {
    const info: Log["info"] = (message, fields) => {
      if (message === "aggregated") this.daysRebuilt += Number(fields?.["days"] ?? 0);
      log.info(message, fields);
    };
    const onIngested = () => {
      this.ingested += 1;
      this.progress.update(this.ingested);
    };
    this.hooks = { log: { ...log, info }, onIngested };
  }
}

/** Puts the files into the bucket and works until the tables are at rest. */
export const dropAll = async (
  home: Home,
  files: readonly LocalFile[],
  tally: DropTally,
): Promise<DropReport> => {
  const started = performance.now();
  await home.recover();
  tally.ingested = 0;
  tally.daysRebuilt = 0;
  const dropped: DroppedFile[] = [];
  for (const file of files) dropped.push(await dropOne(home, file));
  const failure = await failureOf(home.settle().then(() => watchFeeds(home.platform)));
  tally.progress.end();
  const outcomes = await Promise.all(dropped.map((file) => outcomeOf(home.platform, file)));
  return {
    files: outcomes,
    rows: await rowsOf(home.platform, outcomes),
    daysRebuilt: tally.daysRebuilt,
    seconds: (performance.now() - started) / 1000,
    ...(failure === undefined ? {} : { failure }),
  };
};

/** One file that cannot be read must not keep the others out. */
const dropOne = async (home: Home, file: LocalFile): Promise<DroppedFile> => {
  try {
    const { generation } = await home.drop(file.name, file.path);
    return { ...file, generation };
  } catch (error) {
    return { ...file, failure: messageOf(error) };
  }
};

const failureOf = async (work: Promise<void>): Promise<string | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};

/** What the ledger says of the files, and whether the tables say the same. */
const rowsOf = async (
  platform: LocalPlatform,
  outcomes: readonly FileOutcome[],
): Promise<DropReport["rows"]> => {
  const accepted = outcomes.filter(({ outcome }) => outcome === "accepted");
  const kept = sum(accepted.map((file) => file.kept ?? 0));
  const quarantined = sum(accepted.map((file) => file.quarantined ?? 0));
  const sales = accepted.filter(({ feed }) => feed === "transactions");
  const { lines, held, refused } = await tablesSay(platform, sales);
  const addUp =
    sum(sales.map((file) => file.kept ?? 0)) === lines + sum(Object.values(held)) &&
    sum(sales.map((file) => file.quarantined ?? 0)) === refused;
  return { in: kept + quarantined, kept, quarantined, lines, held, addUp };
};

const perFile = `
  select 'line' as kind, 'line' as rule, count(*) as number from clean.lines where _object in unnest(@objects)
  union all
  select stage, rule, count(*) from clean.quarantine
  where feed = 'transactions' and _object in unnest(@objects) group by stage, rule
  order by number desc, rule`;

const tablesSay = async ({ warehouse }: LocalPlatform, files: readonly FileOutcome[]) => {
  if (files.length === 0) return { lines: 0, held: {}, refused: 0 };
  const objects = { type: "ARRAY<STRING>" as const, value: files.map(({ name }) => name) };
  const rows = await warehouse.query(perFile, { objects });
  const ofKind = (kind: string) => rows.filter((row) => row["kind"] === kind);
  return {
    lines: sum(ofKind("line").map((row) => Number(row["number"]))),
    held: Object.fromEntries(ofKind("clean").map((row) => [String(row["rule"]), Number(row["number"])])),
    refused: sum(ofKind("ingest").map((row) => Number(row["number"]))),
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
