import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { LocalFile } from "../../functions/operations/drop/drop-report.ts";
import { messageOf } from "../../shared/errors.ts";
import type { FoundUnreadable } from "../../shared/work/unreadable.ts";
import { WrongUsage } from "./entry-point.ts";

/** Every file below a folder, and what could not be read and so may hide some. */
export interface FilesBelow {
  readonly files: readonly LocalFile[];
  readonly unreadable: readonly FoundUnreadable[];
}

/**
 * Every file below a folder, in the order of names, except those that begin with a dot or an underscore. A name is the
 * path below the folder, with forward slashes. An entry that cannot be read does not keep the others out.
 */
export const lookBelow = (folder: string): FilesBelow => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`${folder} is not a folder`);
  const found = { files: [] as LocalFile[], unreadable: [] as FoundUnreadable[] };
  walk(folder, "", readdirSync(folder), found);
  return { ...found, files: found.files.sort((left, right) => (left.name < right.name ? -1 : 1)) };
};

/** The same, for a command that works on all files or none. */
export const filesBelow = (folder: string): readonly LocalFile[] => {
  const { files, unreadable } = lookBelow(folder);
  const [first] = unreadable;
  if (first) throw new Error(`${join(folder, first.name)}: ${first.reason}`);
  return files;
};

interface Found {
  readonly files: LocalFile[];
  readonly unreadable: FoundUnreadable[];
}

const walk = (folder: string, prefix: string, entries: readonly string[], found: Found): void => {
  for (const entry of entries) {
    if (/^[._]/.test(entry)) continue;
    const name = prefix + entry;
    const path = join(folder, entry);
    try {
      const stats = statsOf(path);
      if (stats?.isFile()) found.files.push({ name, path });
      else if (stats?.isDirectory()) walk(path, `${name}/`, readdirSync(path), found);
      else if (stats) found.unreadable.push({ name, reason: "it is neither a file nor a folder" });
    } catch (error) {
      found.unreadable.push({ name, reason: reasonOf(error) });
    }
  }
};

/** Undefined for an entry that has gone meanwhile. */
const statsOf = (path: string): Stats | undefined => {
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (!link?.isSymbolicLink()) return link;
  const target = statSync(path, { throwIfNoEntry: false });
  if (!target) throw new Error("it is a link to nothing");
  if (target.isDirectory() && leadsUp(path)) throw new Error("it is a link to a folder that it lies in");
  return target;
};

/** Whoever follows such a link never comes to an end. */
const leadsUp = (path: string): boolean => {
  const target = realpathSync(path);
  const place = realpathSync(join(path, ".."));
  return place === target || place.startsWith(target.endsWith(sep) ? target : target + sep);
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: "it may not be read: give its reader the right to, or take it out of the folder",
  EPERM: "it may not be read: give its reader the right to, or take it out of the folder",
  ELOOP: "it is a link that leads back to itself: remove it",
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? messageOf(error);
};
