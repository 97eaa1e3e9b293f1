import { z } from "zod";
import type { ObjectStore } from "../../../shared/ports.ts";
import { readJson, writeJson } from "../../../shared/work/json-object.ts";

const Version = z.strictObject({ size: z.number(), mtimeMs: z.number() });
export type Version = z.infer<typeof Version>;

const Remembered = z.record(z.string(), Version);

const objectName = "laptop/v1/inbox.json";

export type InboxMemory = Awaited<ReturnType<typeof openInboxMemory>>;

/**
 * Remembers which files were mirrored, so that a restart does not take them all again. If it were lost, the same bytes
 * would be dropped again and change nothing.
 */
export const openInboxMemory = async (state: ObjectStore) => {
  const stored = await readJson(state, objectName, Remembered);
  const files = new Map(Object.entries(stored?.value ?? {}));
  let isSaved = true;
  return {
    names: () => [...files.keys()],
    get: (name: string) => files.get(name),
    set(name: string, version: Version) {
      files.set(name, version);
      isSaved = false;
    },
    delete(name: string) {
      files.delete(name);
      isSaved = false;
    },
    async save() {
      if (isSaved) return;
      await writeJson(state, objectName, Object.fromEntries(files));
      isSaved = true;
    },
  };
};

export const isSame = (left: Version | undefined, right: Version | undefined): boolean =>
  left !== undefined && left.size === right?.size && left.mtimeMs === right.mtimeMs;
