import type { Feed } from "../../../shared/contracts/feed.ts";
import { routeOf } from "../../../shared/contracts/route.ts";
import { messageOf } from "../../../shared/errors.ts";
import { sum } from "../../../shared/learning/numbers.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type FileState, isAccepted, type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";
import { mapAtOnce } from "../../../shared/work/some-at-once.ts";
import { readReport } from "../../1-ingest/stage-object.ts";

/** A file of this machine, and what its object is called. */
export interface LocalFile {
  readonly name: string;
  readonly path: string;
}

export type Outcome = "accepted" | "same" | "superseded" | "rejected" | "held" | "ignored" | "failed";

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
  /** Lines that the contract takes for no rows, in words. */
  readonly leftOut?: readonly string[];
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
  HELD: "held",
  STUCK: "failed",
};

/** What became of files that were put into the landing bucket. */
export const readOutcomes = async (
  platform: Platform,
  dropped: readonly DroppedFile[],
): Promise<Pick<DropReport, "files" | "rows">> => {
  const files = await mapAtOnce(dropped, 16, (file) => readOutcome(platform, file));
  return { files, rows: await countRows(platform, files) };
};

/** One file that cannot be read must not keep the others out. */
export const putFile = async (
  file: LocalFile,
  put: (name: string, path: string) => Promise<{ readonly generation: string }>,
): Promise<DroppedFile> => {
  try {
    return { ...file, generation: (await put(file.name, file.path)).generation };
  } catch (error) {
    return { ...file, failure: messageOf(error) };
  }
};

const readOutcome = async (platform: Platform, file: DroppedFile): Promise<FileOutcome> => {
  const { name, generation, failure } = file;
  if (generation === undefined) return { name, outcome: "failed", reason: failure ?? "it was not read" };
  const route = routeOf(platform.feeds, name);
  if (!route.feed) return { name, outcome: "ignored", generation, reason: route.reason };
  const feed = route.feed.name;
  const entry = await ledgerIn(platform.state, platform.clock).read({ feed, object: name, generation });
  if (!entry) return { name, outcome: "failed", feed, generation, reason: "it has not been ingested yet" };
  const leftOut = await linesLeftOut(platform, route, name, entry);
  return { name, feed, generation, ...ended(entry), ...(leftOut.length > 0 ? { leftOut } : {}) };
};

/** Totals and titles are neither in the tables nor in quarantine, so they are named. */
const linesLeftOut = async (
  platform: Platform,
  { feed, fileDate }: { readonly feed: Feed; readonly fileDate: string },
  name: string,
  { generation, state, take = 0 }: LedgerEntry,
): Promise<readonly string[]> => {
  if (!feed.skipRows || !isAccepted(state)) return [];
  const object = await platform.landing.stat(name, generation);
  const report = object && (await readReport(platform, { feed, fileDate, object, revision: take }));
  return (report?.notes ?? []).filter((note) => note.includes("left out"));
};

const ended = ({ state, rows = 0, rejected = 0, reason, serving }: LedgerEntry) => {
  const outcome = outcomes[state] ?? "failed";
  if (outcome === "accepted") return { outcome, kept: rows, quarantined: rejected };
  return { outcome, reason: reason ?? `it stopped at ${state}`, serving };
};

/** The rows of the files by the ledger, and whether the tables agree. */
const countRows = async (
  platform: Pick<Platform, "warehouse">,
  outcomes: readonly FileOutcome[],
): Promise<DropReport["rows"]> => {
  const accepted = outcomes.filter(({ outcome }) => outcome === "accepted");
  const kept = sum(accepted.map((file) => file.kept ?? 0));
  const quarantined = sum(accepted.map((file) => file.quarantined ?? 0));
  const sales = accepted.filter(({ feed }) => feed === "transactions");
  const { lines, held, refused } = await countInTables(platform, sales);
  const addUp =
    sum(sales.map((file) => file.kept ?? 0)) === lines + sum(Object.values(held)) &&
    sum(sales.map((file) => file.quarantined ?? 0)) === refused;
  return { in: kept + quarantined, kept, quarantined, lines, held, addUp };
};

const perFile = `
  select 'line' as kind, 'line' as rule, count(*) as number from clean.lines where _object in unnest(@objects)
  union all
  select stage, rule, count(*) from clean.quarantine
  where feed = 'transactions' and _object in unnest(@objects) group by stage, rule
  order by number desc, rule`;

const countInTables = async ({ warehouse }: Pick<Platform, "warehouse">, files: readonly FileOutcome[]) => {
  if (files.length === 0) return { lines: 0, held: {}, refused: 0 };
  const objects = { type: "ARRAY<STRING>" as const, value: files.map(({ name }) => name) };
  const rows = await warehouse.query(perFile, { objects });
  const ofKind = (kind: string) => rows.filter((row) => row["kind"] === kind);
  return {
    lines: sum(ofKind("line").map((row) => Number(row["number"]))),
    held: Object.fromEntries(ofKind("clean").map((row) => [String(row["rule"]), Number(row["number"])])),
    refused: sum(ofKind("ingest").map((row) => Number(row["number"]))),
  };
};
