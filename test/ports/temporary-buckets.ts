import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type LocalBuckets, openBuckets } from "../../infra/local/object-store.ts";

/** New buckets before each test of a describe block, with a clock that the test sets. */
export const temporaryBuckets = () => {
  const open = (root: string): LocalBuckets =>
    openBuckets(root, { now: () => folder.now, sleep: () => Promise.resolve() });
  const folder = {
    /** The folder around the root. Nothing else may appear in it. */
    outer: "",
    root: "",
    now: new Date("2024-10-06T12:00:00Z"),
    get buckets(): LocalBuckets {
      if (buckets === undefined) throw new Error("the buckets are opened before each test, not earlier");
      return buckets;
    },
    reopen: () => {
      buckets?.close();
      buckets = open(folder.root);
    },
  };
  let buckets: LocalBuckets | undefined;
  beforeEach(() => {
    folder.outer = mkdtempSync(join(tmpdir(), "daybook-objects-"));
    folder.root = join(folder.outer, "root");
    folder.reopen();
  });
  afterEach(() => {
    buckets?.close();
    rmSync(folder.outer, { recursive: true });
  });
  return folder;
};
