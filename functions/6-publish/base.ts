import { z } from "zod";
import { messageOf } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { isLost, readManifest } from "../../shared/serving/parts.ts";
import {
  CurrentSnapshot,
  currentName,
  type SnapshotManifest,
} from "../../shared/serving/snapshot-manifest.ts";
import { currentGeneration, writeOrRetry } from "../../shared/serving/write-snapshot.ts";
import { sha256Of } from "../../shared/sha256.ts";
import { readJson } from "../../shared/work/json-object.ts";
import { migratedTo } from "../../shared/work/migrations.ts";
import { statements } from "./read-customers.ts";

/**
 * What the last publication put in force. Written after the switch and before its tokens are removed, so every change of
 * the tables since that snapshot has a token waiting: only that snapshot may be updated incrementally.
 */
const Published = z.object({
  snapshot: z.string(),
  /** Of `current.json`: a rollback, a restore or a copy has another one. */
  generation: z.string(),
  madeBy: z.string(),
});

const recordName = "publish/v1/in-force.json";

/** A digest of the statements that read the tables, the migrations that these went through, and their currency. */
const methodDigest = async (state: ObjectStore, currency: string | undefined): Promise<string> =>
  sha256Of([...statements, await migratedTo(state), currency ?? ""].join("\n"));

export interface Base {
  /** The generation of `current.json` that the next snapshot replaces. */
  readonly replaces: string;
  /** A digest of the statements that read the tables. */
  readonly method: string;
  /** The snapshot that can be updated incrementally. */
  readonly manifest?: SnapshotManifest;
  /** Why there is none. */
  readonly why?: string;
  /** Records that this snapshot is in force now, for the next publication. */
  remember(snapshot: string, generation: string): Promise<void>;
}

type Tools = Pick<Platform, "serving" | "state"> & Partial<Pick<Platform, "company">>;

/** Must be called before any table is read. */
export const findBase = async ({ serving, state, company }: Tools): Promise<Base> => {
  const replaces = await currentGeneration(serving);
  const madeBy = await methodDigest(state, company?.baseCurrency);
  const recorded = (await state.stat(recordName))?.generation ?? "0";
  const remember = async (snapshot: string, generation: string): Promise<void> => {
    const record = { snapshot, generation, madeBy };
    const retry = `snapshot ${snapshot}: another was published meanwhile`;
    await writeOrRetry(state, recordName, record, recorded, retry);
  };
  try {
    return {
      replaces,
      method: madeBy,
      remember,
      ...(await snapshotInForce(serving, state, { replaces, madeBy })),
    };
  } catch (error) {
    if (!isLost(error)) throw error;
    return { replaces, method: madeBy, remember, why: messageOf(error) };
  }
};

const snapshotInForce = async (
  serving: ObjectStore,
  state: ObjectStore,
  { replaces, madeBy }: { readonly replaces: string; readonly madeBy: string },
): Promise<Pick<Base, "manifest" | "why">> => {
  if (replaces === "0") return { why: "it is the first snapshot" };
  const published = (await readJson(state, recordName, Published))?.value;
  if (published?.generation !== replaces)
    return { why: "the snapshot in force is not the one that was published last" };
  if (published.madeBy !== madeBy)
    return { why: "the snapshot in force was made by other statements, or before a migration" };
  const current = await readJson(serving, currentName, CurrentSnapshot);
  if (current?.generation !== replaces) return { why: "another snapshot came into force meanwhile" };
  return { manifest: await readManifest(serving, current.value) };
};
