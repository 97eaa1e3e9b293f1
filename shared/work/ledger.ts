import { z } from "zod";
import type { Clock, ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { type Listing, listJson, readJson, updateJson } from "./json-object.ts";

const accepted = ["ACCEPTED", "LOADED", "PUBLISHED"] as const;
const terminal = ["REJECTED", "SUPERSEDED", "GONE", "IGNORED", "STUCK", "HELD"] as const;

/** The state of one generation of one object. A second delivery continues from it. */
export const FileState = z.enum(["RECEIVED", "STAGED", ...accepted, ...terminal]);
export type FileState = z.infer<typeof FileState>;

export const LedgerEntry = z.object({
  object: z.string(),
  generation: z.string(),
  feed: z.string(),
  fileDate: z.iso.date(),
  state: FileState,
  /** Why it ended in this state, for people. */
  reason: z.string().optional(),
  contract: z.string().optional(),
  rows: z.int().optional(),
  rejected: z.int().optional(),
  /** The generation whose rows the tables show instead. */
  serving: z.string().optional(),
  attempts: z.int(),
  /** The revision. It grows when the same generation is read again under the same contract; each has its own staging. */
  take: z.int().optional(),
  at: z.iso.datetime(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** True if its rows are in force, or will be without another ingest. */
export const isAccepted = (state: FileState): boolean => accepted.some((one) => one === state);

export const isTerminal = (state: FileState): boolean => terminal.some((one) => one === state);

/** True if ingest has nothing left to do with the file. */
export const hasEnded = (state: FileState): boolean => isAccepted(state) || isTerminal(state);

/** True if none of the file's rows were loaded and a person must act. */
export const isRefused = (state: FileState): boolean => state === "REJECTED" || state === "STUCK";

/** Stands for an object name in paths, job ids and SQL. */
export const hashOf = (object: string): string => sha256Of(object).slice(0, 32);

/**
 * True if the change is a late ACCEPTED: clean has loaded the rows by now, or a later generation has replaced them. Such
 * an update must not overwrite the later state. Only a file that is STUCK may still be accepted.
 */
const isLateUpdate = (current: LedgerEntry, { state, contract }: Partial<LedgerEntry>): boolean =>
  state === "ACCEPTED" &&
  current.contract === contract &&
  (isAccepted(current.state) || (isTerminal(current.state) && current.state !== "STUCK"));

export type FileId = Pick<LedgerEntry, "feed" | "object" | "generation">;

const entryName = ({ feed, object, generation }: FileId) =>
  `ledger/v1/${feed}/${hashOf(object)}/${generation}.json`;

/** True if a state object of this name is the entry of that version. */
export const isEntryOf = (
  name: string,
  { object, generation }: Pick<FileId, "object" | "generation">,
): boolean => name.endsWith(`/${hashOf(object)}/${generation}.json`);

export const ledgerIn = (state: ObjectStore, clock: Clock) => ({
  async read(file: FileId): Promise<LedgerEntry | undefined> {
    return (await readJson(state, entryName(file), LedgerEntry))?.value;
  },
  /** Applies the change to the entry, which it creates if needed. Ignores a late ACCEPTED. */
  async advance(
    { feed, object, generation, fileDate }: FileId & { fileDate: string },
    change: Partial<LedgerEntry> & { state: FileState },
  ): Promise<LedgerEntry> {
    const at = clock.now().toISOString();
    const entry = await updateJson(state, entryName({ feed, object, generation }), LedgerEntry, (current) =>
      current && isLateUpdate(current, change)
        ? undefined
        : { ...(current ?? { object, generation, feed, fileDate, attempts: 0 }), ...change, at },
    );
    if (!entry) throw new Error(`ledger entry of ${object} was not written`);
    return entry;
  },
  async list(feed?: string, listing?: Listing): Promise<readonly LedgerEntry[]> {
    return listJson(state, feed === undefined ? "ledger/v1/" : `ledger/v1/${feed}/`, LedgerEntry, listing);
  },
});
