import type { Feed } from "../../shared/contracts/feed.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import { hashOf } from "../../shared/work/ledger.ts";
import { StageReport } from "../../shared/work/report.ts";
import { judge } from "./judge.ts";
import { stageRows } from "./stage-rows.ts";
import type { StagedRows } from "./staged-rows.ts";

/**
 * Reads a pinned generation once and leaves Parquet parts, rejects and, last, a report in the staging
 * bucket. Staging is immutable: under the same contract a second call finds the report and reads nothing.
 */
export const stageObject = async (
  platform: Platform,
  feed: Feed,
  fileDate: string,
  object: ObjectInfo,
): Promise<StageReport> => {
  const folder = `${feed.name}/${fileDate}/${hashOf(object.name)}/${object.generation}/${feed.digest}`;
  const reportName = `${folder}/report.json`;
  const before = await readJson(platform.staging, reportName, StageReport);
  if (before) return before.value;
  const { staged, close } = await stageRows(platform, feed, fileDate, object);
  try {
    judge(feed, staged);
    const report = reportOf(feed, fileDate, object, staged, {
      parts: await uploadAll(platform, staged.parts, `${folder}/part`),
      rejects: await uploadAll(platform, staged.rejectFiles, `${folder}/rejects`),
    });
    await writeJson(platform.staging, reportName, report);
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

/** An earlier, interrupted attempt may have left parts; they hold the same rows, and these replace them. */
const uploadAll = async (
  { staging }: Platform,
  paths: readonly string[],
  prefix: string,
): Promise<string[]> =>
  Promise.all(
    paths.map(async (path, index) => {
      const name = `${prefix}-${String(index).padStart(5, "0")}.parquet`;
      await staging.upload(name, path);
      return name;
    }),
  );

const reportOf = (
  feed: Feed,
  fileDate: string,
  object: ObjectInfo,
  staged: StagedRows,
  files: { parts: string[]; rejects: string[] },
): StageReport => ({
  object: object.name,
  generation: object.generation,
  feed: feed.name,
  fileDate,
  contract: feed.digest,
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
