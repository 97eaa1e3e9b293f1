import { chmodSync, statSync } from "node:fs";
import { makeFolder } from "./sync-file.ts";

/** Makes a folder that holds people's data, and closes one that is there to every other user of the machine. */
export const privateFolder = (path: string): void => {
  makeFolder(path, 0o700);
  const { mode, uid } = statSync(path);
  // Windows has other rights, and whoever does not own a folder cannot close it.
  if (process.getuid === undefined || process.getuid() !== uid || (mode & 0o077) === 0) return;
  chmodSync(path, 0o700);
};
