import { routeOf } from "../../../shared/contracts/route.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type FileState, type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";

/** A file of this machine, and what its object is called. */
export interface LocalFile {
  readonly name: string;
  readonly path: string;
}

export type Outcome = "accepted" | "same" | "superseded" | "rejected" | "ignored" | "failed";

export interface FileOutcome {
  readonly name: string;
  readonly outcome: Outcome;
  readonly feed?: string;
  readonly generation?: string;
  readonly reason?: string;
  /** The generation whose rows the tables show instead of this one. */
  readonly serving?: string | undefined;
  readonly kept?: number;
  readonly quarantined?: number;
}

export interface DropReport {
  readonly files: readonly FileOutcome[];
  readonly rows: {
    readonly in: number;
    readonly kept: number;
    readonly quarantined: number;
    /** Of the kept rows of transactions: how many became lines, and how many cleaning quarantined, by rule. */
    readonly lines: number;
    readonly held: Readonly<Record<string, number>>;
    /** The tables hold exactly the rows of the files. */
    readonly addUp: boolean;
  };
  /** Undefined for a deployment, whose functions do not report it. */
  readonly daysRebuilt?: number;
  readonly seconds: number;
  readonly failure?: string;
}

export interface DroppedFile extends LocalFile {
  readonly generation?: string;
  readonly failure?: string;
}

const outcomes: Readonly<Partial<Record<FileState, Outcome>>> = {
  ACCEPTED: "accepted",
  LOADED: "accepted",
  PUBLISHED: "accepted",
  IGNORED: "same",
  SUPERSEDED: "superseded",
  GONE: "superseded",
  REJECTED: "rejected",
  STUCK: "failed",
};

export const readOutcome = async (platform: Platform, file: DroppedFile): Promise<FileOutcome> => {
  const { name, generation, failure } = file;
  if (generation === undefined) return { name, outcome: "failed", reason: failure ?? "it was not read" };
  const route = routeOf(platform.feeds, name);
  if (!route.feed) return { name, outcome: "ignored", generation, reason: route.reason };
  const feed = route.feed.name;
  const entry = await ledgerIn(platform.state, platform.clock).read({ feed, object: name, generation });
  if (!entry) return { name, outcome: "failed", feed, generation, reason: "it has not been ingested yet" };
  return { name, feed, generation, ...ended(entry) };
};

const ended = ({ state, rows = 0, rejected = 0, reason, serving }: LedgerEntry) => {
  const outcome = outcomes[state] ?? "failed";
  if (outcome === "accepted") return { outcome, kept: rows, quarantined: rejected };
  return { outcome, reason: reason ?? `it stopped at ${state}`, serving };
};
