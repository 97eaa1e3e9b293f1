import { z } from "zod";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { mostDatesAtOnce } from "../../../shared/work/drain.ts";
import { wakeNext } from "../../../shared/work/hand-on.ts";
import { readJson, writeJson } from "../../../shared/work/json-object.ts";
import { hasEnded, hashOf, isRefused, ledgerIn } from "../../../shared/work/ledger.ts";
import { ingest } from "../../1-ingest/ingest.ts";
import { type Installation, withoutWakes } from "../installation.ts";

/** A file of a backfill: in the bucket already, or still to be uploaded. */
export interface BackfillFile {
  readonly object: string;
  readonly size: number;
  readonly feed: Feed;
  readonly fileDate: string;
  /** Uploads the file, unless the bucket already holds the same bytes under its name. */
  put(): Promise<{ readonly generation: string }>;
}

/** The progress of a backfill, for people. What is really done is read from the ledger. */
const BackfillState = z.strictObject({
  source: z.string(),
  started: z.iso.datetime(),
  at: z.iso.datetime(),
  files: z.int(),
  done: z.int(),
  finished: z.boolean(),
});

export interface Backfill {
  readonly source: string;
  readonly files: readonly BackfillFile[];
  readonly filesPerSecond: number;
  onFile(done: number): void;
}

const stateName = (source: string): string => `backfill/v1/${hashOf(source)}.json`;

export const readBackfill = async ({ state }: Platform, source: string) =>
  (await readJson(state, stateName(source), BackfillState))?.value;

/**
 * Ingests many files at a steady pace. The tables are rebuilt once for each slice of partitions, not for each file:
 * wakes are held back until a slice is staged. Killed at any moment and started again, it continues.
 */
export const backfill = async ({ platform, settle }: Installation, given: Backfill) => {
  const failed: { object: string; reason: string }[] = [];
  const progress = await openProgress(platform, given);
  const pace = startPace(platform, given.filesPerSecond);
  let alreadyDone = 0;
  for (const slice of sliceByPartitions(given.files)) {
    for (const file of slice) {
      try {
        if (await ingestFile(withoutWakes(platform), file, pace)) alreadyDone++;
      } catch (error) {
        failed.push({ object: file.object, reason: messageOf(error) });
      }
      given.onFile(await progress.count());
    }
    await wakeNext(platform, "ingest", "backfill");
    await settle();
  }
  await progress.finish();
  return { files: given.files.length, alreadyDone, failed };
};
export type Backfilled = Awaited<ReturnType<typeof backfill>>;

/** True if an earlier run has done it. Only files that are ingested now count towards the pace. */
const ingestFile = async (
  platform: Platform,
  file: BackfillFile,
  pace: () => Promise<void>,
): Promise<boolean> => {
  const { object, feed, fileDate } = file;
  const { generation } = await file.put();
  const ledger = ledgerIn(platform.state, platform.clock);
  const entry = await ledger.read({ feed: feed.name, object, generation });
  if (entry?.contract === feed.digest && hasEnded(entry.state)) return true;
  await pace();
  const ended = await ingest(platform)({ bucket: platform.landingName, name: object, generation });
  if (ended && isRefused(ended.state))
    throw new Error(`${ended.state}: ${ended.reason ?? `see \`quarantine show ${object}\` of ${fileDate}`}`);
  return false;
};

export const partitionName = ({ feed, fileDate }: BackfillFile): string => `${feed.name} ${fileDate}`;

/** In the given order, cut where one more partition would be too many for a job. */
export const sliceByPartitions = (files: readonly BackfillFile[]) => {
  const slices: BackfillFile[][] = [];
  let partitions = new Set<string>();
  for (const file of files) {
    const name = partitionName(file);
    const last = slices.at(-1);
    if (last && partitions.add(name).size <= mostDatesAtOnce) last.push(file);
    else {
      slices.push([file]);
      partitions = new Set([name]);
    }
  }
  return slices;
};

const startPace = ({ clock }: Platform, filesPerSecond: number): (() => Promise<void>) => {
  let next = clock.now().getTime();
  return async () => {
    const now = clock.now().getTime();
    if (now < next) await clock.sleep(next - now);
    next = Math.max(now, next) + 1000 / filesPerSecond;
  };
};

/** A bucket takes about one write a second under one name. */
const recordEveryMs = 2_000;

const openProgress = async (platform: Platform, { source, files }: Backfill) => {
  const { state, clock } = platform;
  const before = await readBackfill(platform, source);
  const started = before && !before.finished ? before.started : clock.now().toISOString();
  let done = 0;
  let recorded = 0;
  const record = async (finished: boolean) => {
    recorded = clock.now().getTime();
    const at = clock.now().toISOString();
    await writeJson(state, stateName(source), { source, started, at, files: files.length, done, finished });
  };
  return {
    async count() {
      done++;
      if (clock.now().getTime() - recorded >= recordEveryMs) await record(false);
      return done;
    },
    finish: () => record(true),
  };
};
