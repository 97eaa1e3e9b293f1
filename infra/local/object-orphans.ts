import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Longer than any write in progress. */
const ORPHAN_AGE_MS = 60 * 60 * 1000;

/** What this store names its own files; anything else in the folder belongs to someone else. */
const OURS = /^[^/]+\/(incoming\/[-0-9a-f]{36}|[0-9a-f]{2}\/[0-9a-f]{32}-\d+(\.[a-z0-9]{1,7})?)$/;

/** Deletes what killed writers left: files that the index does not know and that no one can still be writing. */
export const removeOrphans = (root: string, known: ReadonlySet<string>, now: Date): void => {
  for (const bucket of foldersIn(root)) {
    for (const folder of foldersIn(join(root, bucket))) {
      for (const name of readdirSync(join(root, bucket, folder))) {
        const file = join(bucket, folder, name);
        if (OURS.test([bucket, folder, name].join("/")) && !known.has(file))
          removeIfOld(join(root, file), now);
      }
    }
  }
};

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

const removeIfOld = (path: string, now: Date): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && now.getTime() - found.mtimeMs > ORPHAN_AGE_MS) rmSync(path, { force: true });
};
