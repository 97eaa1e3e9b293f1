import { existsSync, renameSync, unlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Reject, TypedChunk } from "../../shared/staging.ts";
import { describeReject } from "./rejects.ts";
import { copyRejects, copyRejectsOfAll, type TypingSql } from "./typing-sql.ts";

/** A chunk of one file's records that waits to be typed. */
export interface WaitingChunk {
  readonly sql: TypingSql;
  /** The path of its text and of its Parquet file, without their extensions. */
  readonly name: string;
  readonly total: number;
  readonly hasBreaks: boolean;
}

/** Types chunks of files of one shape. The results are in the order of the chunks. */
export const typeChunks = async (
  connection: DuckDBConnection,
  chunks: readonly WaitingChunk[],
): Promise<readonly TypedChunk[]> => {
  const [first] = chunks;
  if (!first) return [];
  const written =
    chunks.length === 1 ? await writeOne(connection, first) : await writeAll(connection, chunks);
  const profiles = await readProfiles(connection, first.sql, written);
  // Most files have no fault: then the records are read once.
  const faulty = chunks.filter((chunk) => soundRows(profiles.get(chunk)) !== chunk.total);
  const rejects = await rejectsIn(connection, faulty);
  const typed = chunks.map((chunk) => typedChunk(chunk, profiles.get(chunk), rejects.get(chunk) ?? []));
  for (const { name } of chunks) unlinkSync(`${name}.txt`);
  return typed;
};

/** Writes JSON lines of rejects as Parquet, each beside its own. */
export const writeRejectFiles = async (
  connection: DuckDBConnection,
  names: readonly string[],
): Promise<readonly undefined[]> => {
  const [only = ""] = names;
  const json = names.map((name) => `${name}.json`);
  if (names.length === 1) await connection.run(copyRejects(`${only}.json`, `${only}.parquet`));
  else
    await inFolder(`${only}-batch`, async (folder) => {
      await connection.run(copyRejectsOfAll(json, folder));
      for (const [place, name] of names.entries()) move(folder, place, name);
    });
  for (const path of json) unlinkSync(path);
  return names.map(() => undefined);
};

/** The chunks with rows that could be typed. */
const writeOne = async (connection: DuckDBConnection, chunk: WaitingChunk) => {
  const { sql, name, hasBreaks } = chunk;
  const { rowsChanged } = await connection.run(sql.copySound(`${name}.txt`, `${name}.parquet`, hasBreaks));
  return rowsChanged > 0 ? [chunk] : [];
};

const writeAll = async (connection: DuckDBConnection, chunks: readonly WaitingChunk[]) => {
  const [first] = chunks;
  if (!first) return [];
  const files = chunks.map(({ name, sql: { plan } }) => ({ records: `${name}.txt`, plan }));
  const hasBreaks = chunks.some((chunk) => chunk.hasBreaks);
  return inFolder(`${first.name}-batch`, async (folder) => {
    await connection.run(first.sql.copyBatch(files, folder, hasBreaks));
    return chunks.filter(({ name }, place) => move(folder, place, name));
  });
};

const inFolder = async <Result>(
  folder: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> => {
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Returns false if nothing was written for the file at that place. */
const move = (folder: string, place: number, name: string): boolean => {
  const from = join(folder, `batch_place=${place}`, "data_0.parquet");
  if (!existsSync(from)) return false;
  renameSync(from, `${name}.parquet`);
  return true;
};

type Profile = ReturnType<typeof profileOf>;

const readProfiles = async (
  connection: DuckDBConnection,
  sql: TypingSql,
  written: readonly WaitingChunk[],
): Promise<ReadonlyMap<WaitingChunk, Profile>> => {
  if (written.length === 0) return new Map();
  const parquets = written.map(({ name }) => `${name}.parquet`);
  const rows = (await connection.runAndReadAll(sql.profile(parquets))).getRows();
  const ofFile = Map.groupBy(rows, ([place]) => Number(place));
  return new Map(written.map((chunk, place) => [chunk, profileOf(sql, ofFile.get(place) ?? [])]));
};

const profileOf = (sql: TypingSql, perDay: readonly (readonly unknown[])[]) => {
  const sum = (index: number) => perDay.reduce((total, row) => total + Number(row[index]), 0);
  const counts = (labels: readonly string[], from: number) =>
    Object.fromEntries(
      labels.map((label, index) => [label, sum(from + index)] as const).filter(([, count]) => count > 0),
    );
  const names = sql.plan.feed.columns.map(({ name }) => name);
  const checks = sql.warnings.map(({ column, rule }) => `${column}: ${rule}`);
  return {
    days: perDay.flatMap(([, day, count]) =>
      day === null ? [] : [{ day: String(day), rows: Number(count) }],
    ),
    written: sum(2),
    marked: sum(3),
    nulls: counts(names, 4),
    warnings: counts(checks, 4 + names.length),
  };
};

const soundRows = (profile: Profile | undefined): number => (profile ? profile.written - profile.marked : 0);

/** Streamed: a chunk of bad rows must not be in memory twice. */
const rejectsIn = async (
  connection: DuckDBConnection,
  chunks: readonly WaitingChunk[],
): Promise<ReadonlyMap<WaitingChunk, readonly Reject[]>> => {
  const rejects = new Map<WaitingChunk, Reject[]>(chunks.map((chunk) => [chunk, []]));
  const [first] = chunks;
  if (!first) return rejects;
  const hasBreaks = chunks.some((chunk) => chunk.hasBreaks);
  const select = first.sql.selectFaulty(
    chunks.map(({ name }) => `${name}.txt`),
    hasBreaks,
  );
  for await (const rows of (await connection.stream(select)).yieldRows())
    for (const [place, ...row] of rows) {
      const chunk = chunks[Number(place)];
      if (chunk) rejects.get(chunk)?.push(describeReject(chunk.sql.plan, chunk.sql.faults, row));
    }
  return rejects;
};

const typedChunk = (
  { name, total, sql: { plan } }: WaitingChunk,
  profile: Profile | undefined,
  rejects: readonly Reject[],
): TypedChunk => {
  const rows = soundRows(profile);
  if (rows + rejects.length !== total)
    throw new Error(
      `${plan.object}: ${total} records became ${rows} rows and ${rejects.length} rejects; this is a bug in Daybook`,
    );
  if (!profile) return { path: undefined, rows, rejects, days: [], nulls: {}, warnings: {} };
  const { days, nulls, warnings } = profile;
  return { path: `${name}.parquet`, rows, rejects, days, nulls, warnings };
};
