import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** A rename is durable only once the file and its folder are on the disk. */
export const syncFile = (path: string): void => {
  for (const each of [path, dirname(path)]) {
    const handle = openSync(each, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
};
