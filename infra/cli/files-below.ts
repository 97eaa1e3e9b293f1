import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { LocalFile } from "../../functions/operations/drop/drop-report.ts";
import { WrongUsage } from "./entry-point.ts";

/**
 * Every file below a folder, in the order of names, except those that begin with a dot or an underscore. A name is the
 * path below the folder, with forward slashes.
 */
export const filesBelow = (folder: string): readonly LocalFile[] => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`${folder} is not a folder`);
  return walk(folder, "").sort((left, right) => (left.name < right.name ? -1 : 1));
};

const walk = (folder: string, prefix: string): LocalFile[] =>
  readdirSync(folder).flatMap((entry) => {
    if (/^[._]/.test(entry)) return [];
    const path = join(folder, entry);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return walk(path, `${prefix}${entry}/`);
    return found?.isFile() ? [{ name: prefix + entry, path }] : [];
  });
