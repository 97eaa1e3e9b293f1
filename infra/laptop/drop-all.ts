import { watchFeeds } from "../../functions/1-ingest/watch-feeds.ts";
import type { Aggregated } from "../../functions/3-aggregate/aggregate.ts";
import {
  type DroppedFile,
  type DropReport,
  type LocalFile,
  putFile,
  readOutcomes,
} from "../../functions/operations/drop/drop-report.ts";
import { messageOf } from "../../shared/errors.ts";
import { noProgress } from "../cli/terminal/progress.ts";
import type { Home, OnStageDone } from "./home.ts";

/** Counts what a home does while files are dropped into it. Made before the home, which is opened with its hook. */
export class DropTally {
  progress = noProgress;
  ingested = 0;
  daysRebuilt = 0;

  readonly onStageDone: OnStageDone = (stage, _, result) => {
    if (stage === "aggregate") this.daysRebuilt += (result as Aggregated).days;
    if (stage !== "ingest") return;
    this.ingested += 1;
    this.progress.update(this.ingested);
  };
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
  for (const file of files) dropped.push(await putFile(file, home.drop));
  const failure = await home
    .settle()
    .then(() => watchFeeds(home.platform))
    .catch(messageOf);
  tally.progress.end();
  return {
    ...(await readOutcomes(home.platform, dropped)),
    daysRebuilt: tally.daysRebuilt,
    seconds: (performance.now() - started) / 1000,
    ...(failure !== undefined && { failure }),
  };
};
