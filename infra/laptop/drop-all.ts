import { watchFeeds } from "../../functions/1-ingest/watch-feeds.ts";
import type { Aggregated } from "../../functions/3-aggregate/aggregate.ts";
import {
  type DroppedFile,
  type DropReport,
  type LocalFile,
  putFile,
  readOutcomes,
} from "../../functions/operations/drop/drop-report.ts";
import { countTokens } from "../../functions/operations/status/status-report.ts";
import { messageOf } from "../../shared/errors.ts";
import { counted, number, tallied } from "../../shared/words.ts";
import { type Describe, noHeartbeat, noProgress } from "../cli/terminal/progress.ts";
import type { Home, OnStageDone } from "./home.ts";

/** Counts what a home does while files are dropped into it. Made before the home, which is opened with its hook. */
export class DropTally {
  progress = noProgress;
  heartbeat = noHeartbeat;
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
  tally.heartbeat.now(() => "taking up what an earlier command left behind");
  await home.recover();
  tally.ingested = 0;
  tally.daysRebuilt = 0;
  const dropped: DroppedFile[] = [];
  tally.heartbeat.now(whatIsDone(home, files.length, dropped, tally));
  for (const file of files) dropped.push(await putFile(file, home.drop));
  const report = await finish(home, dropped, started);
  tally.progress.end();
  return { ...report, daysRebuilt: tally.daysRebuilt };
};

/** The same for another process, beside this one's own work. */
export const dropForNeighbour = async (home: Home, files: readonly LocalFile[]): Promise<DropReport> => {
  const started = performance.now();
  const dropped: DroppedFile[] = [];
  for (const file of files) dropped.push(await putFile(file, home.drop));
  return finish(home, dropped, started);
};

const finish = async (home: Home, dropped: readonly DroppedFile[], started: number): Promise<DropReport> => {
  const failure = await home
    .settle()
    .then(() => watchFeeds(home.platform))
    .catch(messageOf);
  return {
    ...(await readOutcomes(home.platform, dropped)),
    seconds: (performance.now() - started) / 1000,
    ...(failure !== undefined && { failure }),
  };
};

/** How far a load is: its files first, then the stages whose work waits. */
const whatIsDone = (
  { platform }: Home,
  total: number,
  dropped: readonly DroppedFile[],
  tally: DropTally,
): Describe => {
  const started = performance.now();
  return async () => {
    const { ingested } = tally;
    const rate = number((1000 * ingested) / (performance.now() - started));
    const readable = dropped.filter(({ failure }) => failure === undefined).length;
    if (dropped.length < total || ingested < readable)
      return `read ${number(ingested)} of ${counted(total, "file")}, ${rate} files a second`;
    const waiting = Object.entries(await countTokens(platform)).filter(([, count]) => count > 0);
    if (waiting.length === 0) return `all ${counted(total, "file")} are read; finishing`;
    return `all ${counted(total, "file")} are read; waiting for ${tallied(Object.fromEntries(waiting))}`;
  };
};
