import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { messageOf } from "../../shared/errors.ts";
import { syncFile } from "./sync-file.ts";

/**
 * What a power cut or a bad disk may do to the warehouse file. It holds nothing that the buckets cannot give again, so a
 * damaged one is set aside, and the sweep finds that rows are missing and has them loaded anew.
 */
export const isDamage = (error: unknown): boolean =>
  /corrupt|replaying WAL|not a valid DuckDB|checksum|failed to deserialize|serialization error|file is too small/i.test(
    messageOf(error),
  ) && !/lock/i.test(messageOf(error));

/** Returns the new name. The log of the file goes with it. */
export const setAside = (path: string): string => {
  const aside = `${path}.damaged-${Date.now()}`;
  for (const end of ["", ".wal"])
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`);
  return aside;
};

/** Beside the file stands its last job: a torn log may open without a word, and lack it. */
const markOf = (path: string): string => `${path}.last-job`;

export const noteLastJob = (path: string, id: string): void => {
  const mark = markOf(path);
  writeFileSync(`${mark}.new`, id);
  syncFile(`${mark}.new`);
  renameSync(`${mark}.new`, mark);
};

export const lastJob = (path: string): string | undefined =>
  existsSync(markOf(path)) ? readFileSync(markOf(path), "utf8") : undefined;
