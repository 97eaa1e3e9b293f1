import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Longer paths of sockets do not exist: 104 bytes on macOS, 108 on Linux, with a zero at the end. */
const longestPath = 100;
const ending = ".sock";

/**
 * Where the processes that work on a home can be asked: a folder that only its owner may enter, in the home, or in the
 * temporary folder if the home's path is too long for a socket. Undefined where there is no such protection.
 */
const folderOf = (home: string): string | undefined => {
  const owner = process.getuid?.();
  if (owner === undefined) return undefined;
  const inHome = resolve(home, "sockets");
  if (Buffer.byteLength(join(inHome, `4294967295${ending}`)) <= longestPath) return inHome;
  const name = createHash("sha256").update(resolve(home)).digest("hex").slice(0, 16);
  return join(tmpdir(), `daybook-${owner}-${name}`);
};

/** Whoever made a folder of that name first could listen in it. */
const isOurs = (folder: string): boolean => {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
};

/** The socket that this process may listen on; undefined where it may not. */
export const ownSocket = (home: string): string | undefined => {
  const folder = folderOf(home);
  if (folder === undefined) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return isOurs(folder) ? join(folder, `${process.pid}${ending}`) : undefined;
};

/** Those of other processes. One that was killed leaves its socket behind, on which nobody answers. */
export const otherSockets = (home: string): readonly string[] => {
  const folder = folderOf(home);
  if (folder === undefined || !isOurs(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && name !== `${process.pid}${ending}`)
    .map((name) => join(folder, name));
};
