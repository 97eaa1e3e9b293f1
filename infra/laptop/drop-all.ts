import { watchFeeds } from "../../functions/1-ingest/watch-feeds.ts";
import type { Aggregated } from "../../functions/3-aggregate/aggregate.ts";
import { countRows } from "../../functions/operations/drop/count-rows.ts";
import {
  type DroppedFile,
  type DropReport,
  type LocalFile,
  readOutcome,
} from "../../functions/operations/drop/drop-report.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Log } from "../../shared/platform.ts";
import { noProgress, type Progress } from "../cli/terminal/progress.ts";
import type { Home, OnStageDone } from "./home.ts";

/** Counts what a home does while files are dropped into it. Made before the home, which is opened with its hooks. */
export class DropTally {
  readonly hooks: { readonly log: Log; readonly onStageDone: OnStageDone };
  progress: Progress = noProgress;
  ingested = 0;
  daysRebuilt = 0;

  constructor(log: Log) {
    const onStageDone: OnStageDone = (stage, _, result) => {
      if (stage === "aggregate") this.daysRebuilt += (result as Aggregated).days;
      if (stage !== "ingest") return;
      this.ingested += 1;
      this.progress.update(this.ingested);
    };
    this.hooks = { log, onStageDone };
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
  const outcomes = await Promise.all(dropped.map((file) => readOutcome(home.platform, file)));
  return {
    files: outcomes,
    rows: await countRows(home.platform, outcomes),
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
