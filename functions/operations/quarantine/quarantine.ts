import type { Platform } from "../../../shared/platform.ts";
import { isRefused, type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";
import { replay } from "../../1-ingest/replay.ts";
import type { Installation } from "../installation.ts";

export interface QuarantineFilter {
  readonly feed?: string | undefined;
  readonly rule?: string | undefined;
  readonly file?: string | undefined;
  /** 0 for all. */
  readonly limit: number;
}

const matching = `
  from clean.quarantine
  where (@feed is null or feed = @feed) and (@rule is null or rule = @rule) and (@file is null or _object = @file)`;

const columns = `day, stage, feed, rule, _object as file, _row as line, column_name, value, message`;

export const listQuarantine = async (
  { warehouse }: Platform,
  { feed, rule, file, limit }: QuarantineFilter,
) => {
  const param = (value: string | undefined) => ({ type: "STRING" as const, value: value ?? null });
  const params = { feed: param(feed), rule: param(rule), file: param(file) };
  const counted = await warehouse.query(`select count(*) as number ${matching}`, params);
  const rows = await warehouse.query(
    `select ${columns} ${matching} order by day, file, line, rule ${limit === 0 ? "" : `limit ${limit}`}`,
    params,
  );
  return { total: Number(counted[0]?.["number"] ?? 0), rows };
};
export type QuarantineList = Awaited<ReturnType<typeof listQuarantine>>;

export const showQuarantine = async (platform: Platform, file: string) => {
  const entries = await ledgerIn(platform.state, platform.clock).list();
  /** The outcome of each generation. */
  const generations = entries.filter(({ object }) => object === file).sort(newestFirst);
  if (generations.length === 0)
    throw new Error(`no file named ${file} was ever read; \`quarantine list\` shows the names`);
  const rows = await platform.warehouse.query(
    `select ${columns}, reasons, record from clean.quarantine where _object = @file order by line, rule`,
    { file: { type: "STRING", value: file } },
  );
  return { generations, rows };
};
export type QuarantinedFile = Awaited<ReturnType<typeof showQuarantine>>;

const newestFirst = (left: LedgerEntry, right: LedgerEntry): number =>
  BigInt(left.generation) < BigInt(right.generation) ? 1 : -1;

/** Ingests files again; without names, all in the bucket that were rejected or have rows in quarantine. */
export const replayQuarantine = async ({ platform, settle }: Installation, names: readonly string[]) => {
  const before = await liveEntries(platform);
  const files = names.length > 0 ? names : [...before.values()].filter(isHeld).map(({ object }) => object);
  for (const file of files) await replay(platform)(file);
  await settle();
  const after = await liveEntries(platform);
  return files.map((file) => ({ file, before: before.get(file), after: after.get(file) }));
};
export type Replayed = Awaited<ReturnType<typeof replayQuarantine>>[number];

const isHeld = ({ state, rejected = 0 }: LedgerEntry): boolean =>
  isRefused(state) || (rejected > 0 && state !== "IGNORED");

/** The ledger entry of each file in the bucket, by name. */
const liveEntries = async ({ state, clock, landing }: Platform): Promise<Map<string, LedgerEntry>> => {
  const live = new Map((await landing.list("")).map(({ name, generation }) => [name, generation]));
  const entries = await ledgerIn(state, clock).list();
  return new Map(
    entries
      .filter(({ object, generation }) => live.get(object) === generation)
      .sort((left, right) => (left.object < right.object ? -1 : 1))
      .map((entry) => [entry.object, entry]),
  );
};
