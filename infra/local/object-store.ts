import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../shared/ports.ts";
import { systemClock } from "../clock.ts";
import { LocalObjectStore } from "./bucket.ts";
import { ObjectFiles } from "./object-files.ts";
import { ObjectIndex } from "./object-index.ts";
import { requireBucketName } from "./object-names.ts";
import { makeFolder } from "./sync-file.ts";

export type LocalBuckets = ReturnType<typeof openBuckets>;

/** Buckets in a folder: one index, and a file for each large body. Several processes may share the folder. */
export const openBuckets = (root: string, clock: Clock = systemClock) => {
  makeFolder(root);
  const index = new ObjectIndex(join(root, "index.sqlite"));
  // File times follow the system clock, not an injected one.
  removeOrphans(root, index.files(), systemClock.now());
  return {
    bucket: (name: string, { versioned = false } = {}): LocalObjectStore => {
      requireBucketName(name);
      return new LocalObjectStore({ name, versioned, files: new ObjectFiles(root, name), index, clock });
    },
    /** Leaves no free page that holds the body of a removed object. */
    rewriteIndex: () => index.rewrite(),
    close: () => index.close(),
  };
};

/** Longer than any write in progress. */
const ORPHAN_AGE_MS = 60 * 60 * 1000;

/** The names of this store's own files. Other files in the folder are left alone. */
const OWN_FILE = /^[^/]+\/(incoming\/[-0-9a-f]{36}|[0-9a-f]{2}\/[0-9a-f]{32}-\d+(\.[a-z0-9]{1,7})?)$/;

/** Deletes the files that killed writers left behind: old ones that the index does not know. */
const removeOrphans = (root: string, known: ReadonlySet<string>, now: Date): void => {
  for (const bucket of subfolders(root)) {
    for (const folder of subfolders(join(root, bucket))) {
      for (const name of readdirSync(join(root, bucket, folder))) {
        const file = join(bucket, folder, name);
        if (OWN_FILE.test([bucket, folder, name].join("/")) && !known.has(file))
          removeIfOld(join(root, file), now);
      }
    }
  }
};

const subfolders = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

const removeIfOld = (path: string, now: Date): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && now.getTime() - found.mtimeMs > ORPHAN_AGE_MS) rmSync(path, { force: true });
};
