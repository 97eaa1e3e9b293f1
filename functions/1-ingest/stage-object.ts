import type { Feed } from "../../shared/contracts/feed.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Erased } from "../../shared/work/erasures.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import { hashOf } from "../../shared/work/ledger.ts";
import { StageReport } from "../../shared/work/report.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { uploadFenced } from "./fenced-upload.ts";
import { checkFile } from "./file-checks.ts";
import { type PinnedFile, stageRows } from "./stage-rows.ts";
import { type StagedRows, withoutErased } from "./staged-rows.ts";

export interface FileRevision extends PinnedFile {
  /** How often these bytes were read before under this contract. Stored as `take`. */
  readonly revision: number;
}

/** `<feed>/<file date>/` come first: loads find the partition by them. */
const stagingFolder = ({ feed, fileDate, object, revision }: FileRevision): string =>
  `${feed.name}/${fileDate}/${hashOf(object.name)}/${object.generation}/${feed.digest}${revisionSuffix(revision)}`;

export const revisionSuffix = (revision: number): string => (revision > 0 ? `-take${revision}` : "");

export const readReport = async (platform: Platform, file: FileRevision): Promise<StageReport | undefined> =>
  (await readJson(platform.staging, reportName(file), StageReport))?.value;

const reportName = (file: FileRevision): string => `${stagingFolder(file)}/report.json`;

/**
 * Reads a pinned generation once and leaves Parquet parts, rejects and, last, a report in the staging bucket.
 * Staging is immutable: for the same revision a second call finds the report and reads nothing.
 */
export const stageObject = async (
  platform: Platform,
  file: FileRevision,
  erased: Erased,
  released = false,
): Promise<StageReport> => {
  const before = await readReport(platform, file);
  if (before) return before;
  const { feed, object } = file;
  const { staged, close } = await stageRows(platform, file, erased);
  try {
    // The file is checked as it came, with everybody in it: an erasure must not change whether it is accepted.
    checkFile(feed, staged, object.name, released);
    const parts = await withoutErased(platform.typer, feed, staged, erased);
    const folder = stagingFolder(file);
    const report = makeReport(file, staged, erased, {
      parts: await uploadAll(platform, feed, parts, `${folder}/part`, erased),
      rejects: await uploadAll(platform, feed, staged.rejectFiles, `${folder}/rejects`, erased),
    });
    await writeJson(platform.staging, reportName(file), report);
    if (staged.newColumns.length > 0)
      platform.log.warn("a file has columns that its contract does not name; they are kept in _rescued", {
        counter: "schema_drift",
        object: object.name,
        columns: staged.newColumns.slice(0, 50),
      });
    return report;
  } finally {
    await close();
  }
};

/** Replaces the parts of an interrupted attempt, which hold the same rows. */
const uploadAll = async (
  platform: Platform,
  feed: Feed,
  paths: readonly string[],
  prefix: string,
  { count }: Erased,
): Promise<string[]> => {
  const nameAt = (index: number) => `${prefix}-${String(index).padStart(5, "0")}.parquet`;
  await someAtOnce([...paths.entries()], uploadsAtOnce, async ([index, path]) => {
    if (feed.subject === undefined) await platform.staging.upload(nameAt(index), path);
    else await uploadFenced(platform, nameAt(index), path, count);
  });
  return paths.map((_, index) => nameAt(index));
};

const uploadsAtOnce = 8;

const makeReport = (
  { feed, fileDate, object, revision }: FileRevision,
  staged: StagedRows,
  erased: Erased,
  files: { parts: string[]; rejects: string[] },
): StageReport => ({
  object: object.name,
  generation: object.generation,
  feed: feed.name,
  fileDate,
  contract: feed.digest,
  ...(revision === 0 ? {} : { take: revision }),
  ...(erased.count === 0 ? {} : { erasures: erased.count }),
  size: object.size,
  crc32c: object.crc32c,
  delimiter: staged.delimiter,
  rowsIn: staged.rowsIn,
  rowsKept: staged.rowsKept,
  rowsQuarantined: staged.rowsQuarantined,
  ...files,
  days: [...staged.days]
    .map(([day, rows]) => ({ day, rows }))
    .sort((left, right) => (left.day < right.day ? -1 : 1)),
  nulls: staged.nulls,
  warnings: staged.warnings,
  reasons: staged.reasons,
  notes: [...staged.notes],
});
