import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock, ObjectStore } from "../ports.ts";
import { listJson } from "./json-list.ts";
import { readJson, updateJson } from "./json-object.ts";

/** How far one generation of one object has come. A second delivery continues from here; it never starts over. */
export const FileState = z.enum([
  "RECEIVED",
  "STAGED",
  "ACCEPTED",
  "LOADED",
  "PUBLISHED",
  "REJECTED",
  "SUPERSEDED",
  "GONE",
  "IGNORED",
  "STUCK",
]);
export type FileState = z.infer<typeof FileState>;

export const LedgerEntry = z.strictObject({
  object: z.string(),
  generation: z.string(),
  feed: z.string(),
  fileDate: z.iso.date(),
  state: FileState,
  /** Why it ended as it did, for people. */
  reason: z.string().optional(),
  contract: z.string().optional(),
  rows: z.int().optional(),
  rejected: z.int().optional(),
  /** The generation whose rows the tables show instead. */
  serving: z.string().optional(),
  attempts: z.int(),
  /** Grows when the same generation is to be read anew although its contract stands: each take has its own staging. */
  take: z.int().optional(),
  at: z.iso.datetime(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

const accepted: ReadonlySet<FileState> = new Set(["ACCEPTED", "LOADED", "PUBLISHED"]);
const terminal: ReadonlySet<FileState> = new Set(["REJECTED", "SUPERSEDED", "GONE", "IGNORED", "STUCK"]);
/** Its rows are in force, or on their way there without ingest. */
export const isAccepted = (state: FileState): boolean => accepted.has(state);

export const isTerminal = (state: FileState): boolean => terminal.has(state);

/** Object names stay out of paths, job ids and SQL: this stands for them. */
export const hashOf = (object: string): string =>
  createHash("sha256").update(object).digest("hex").slice(0, 32);

/**
 * Whoever says that rows wait for clean may come late: clean has taken them up, or a later generation has taken
 * their place. Only a file that was given up on may still turn out well.
 */
const isBehind = (current: LedgerEntry, { state, contract }: Partial<LedgerEntry>): boolean =>
  state === "ACCEPTED" &&
  current.contract === contract &&
  (isAccepted(current.state) || (isTerminal(current.state) && current.state !== "STUCK"));

export interface FileId {
  readonly feed: string;
  readonly object: string;
  readonly generation: string;
}

const nameOf = ({ feed, object, generation }: FileId) =>
  `ledger/v1/${feed}/${hashOf(object)}/${generation}.json`;

export interface Ledger {
  read(file: FileId): Promise<LedgerEntry | undefined>;
  /** Writes what changed on the entry, creating it when it is new. */
  advance(
    file: FileId & { fileDate: string },
    change: Partial<LedgerEntry> & { state: FileState },
  ): Promise<LedgerEntry>;
  list(feed?: string): Promise<readonly LedgerEntry[]>;
}

export const ledgerIn = (state: ObjectStore, clock: Clock): Ledger => ({
  async read(file) {
    return (await readJson(state, nameOf(file), LedgerEntry))?.value;
  },
  async advance({ feed, object, generation, fileDate }, change) {
    const at = clock.now().toISOString();
    const entry = await updateJson(state, nameOf({ feed, object, generation }), LedgerEntry, (current) =>
      current && isBehind(current, change)
        ? undefined
        : { ...(current ?? { object, generation, feed, fileDate, attempts: 0 }), ...change, at },
    );
    if (!entry) throw new Error(`ledger entry of ${object} was not written`);
    return entry;
  },
  async list(feed) {
    return listJson(state, feed === undefined ? "ledger/v1/" : `ledger/v1/${feed}/`, LedgerEntry);
  },
});
