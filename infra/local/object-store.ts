import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../shared/ports.ts";
import { systemClock } from "../clock.ts";
import { LocalObjectStore } from "./bucket.ts";
import { ObjectFiles } from "./object-files.ts";
import { ObjectIndex } from "./object-index.ts";
import { requireBucketName } from "./object-names.ts";
import { removeOrphans } from "./object-orphans.ts";

export type LocalBuckets = ReturnType<typeof openBuckets>;

/** Buckets in a folder: one index, and a file for each large body. Several processes may share the folder. */
export const openBuckets = (root: string, clock: Clock = systemClock) => {
  mkdirSync(root, { recursive: true });
  const index = new ObjectIndex(join(root, "index.sqlite"));
  // File times follow the system clock, not an injected one.
  removeOrphans(root, index.files(), systemClock.now());
  return {
    bucket: (name: string, { versioned = false } = {}): LocalObjectStore => {
      requireBucketName(name);
      return new LocalObjectStore({ name, versioned, files: new ObjectFiles(root, name), index, clock });
    },
    close: () => index.close(),
  };
};
