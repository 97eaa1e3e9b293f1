import { writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Reject, RowTyper, TypedChunk, TypingPlan, TypingSession } from "../../shared/staging.ts";
import { writeFaultyRecords } from "./faulty-records.ts";
import { Lanes } from "./lanes.ts";
import { describeReject } from "./rejects.ts";
import { copyRejects, repeatedSql, type TypingSql, typingSql } from "./typing-sql.ts";
import { without } from "./without.ts";

/** Types rows with an in-memory DuckDB. `scratch` is a folder for the files of sessions. */
export const duckDbRowTyper = (scratch: string): RowTyper => {
  let lanes: Promise<Lanes> | undefined;
  return {
    async open(plan) {
      lanes ??= openLanes();
      const folder = await mkdtemp(join(scratch, "typing-"));
      return session(plan, await lanes, folder);
    },
    async countRepeated(parquets, columns) {
      if (parquets.length === 0) return 0;
      lanes ??= openLanes();
      const counted = await (await lanes).use((connection) =>
        connection.runAndReadAll(repeatedSql(parquets, columns)),
      );
      return Number(counted.getRows()[0]?.[0] ?? 0);
    },
    async without(parquet, feed, erased) {
      lanes ??= openLanes();
      return (await lanes).use((connection) => without(connection, parquet, feed, erased));
    },
  };
};

/** A lane's statement uses one thread. Further threads of DuckDB would spin and take cores from other work. */
const openLanes = async (): Promise<Lanes> =>
  new Lanes(await DuckDBInstance.create(":memory:", { memory_limit: "300MB", threads: "1" }));

const session = (plan: TypingPlan, lanes: Lanes, folder: string): TypingSession => {
  const sql = typingSql(plan);
  let chunks = 0;
  return {
    async type(records) {
      const name = join(folder, String(chunks++).padStart(5, "0"));
      // Before the first await: afterwards the caller may overwrite the records.
      writeFileSync(`${name}.txt`, records);
      const shape = {
        total: countLines(records),
        hasBreaks: records.includes(0x1e) || records.includes(0x1d),
      };
      const chunk = await lanes.use((connection) => typeChunk(sql, connection, name, shape));
      await rm(`${name}.txt`);
      return chunk;
    },
    async writeRejects(rejects) {
      const name = join(folder, `rejects-${chunks++}`);
      await writeFile(`${name}.json`, jsonLines(plan, rejects));
      await lanes.use((connection) => connection.run(copyRejects(`${name}.json`, `${name}.parquet`)));
      await rm(`${name}.json`);
      return `${name}.parquet`;
    },
    async close() {
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const typeChunk = async (
  sql: TypingSql,
  connection: DuckDBConnection,
  name: string,
  { total, hasBreaks }: { total: number; hasBreaks: boolean },
): Promise<TypedChunk> => {
  const parquet = `${name}.parquet`;
  const written = (await connection.run(sql.copySound(`${name}.txt`, parquet, hasBreaks))).rowsChanged;
  const { marked, ...profile } = await readProfile(sql, connection, parquet);
  const rows = written - marked;
  // Most files have no fault: then the records are read once.
  const rejects = rows === total ? [] : await rejectsIn(sql, connection, name, hasBreaks);
  if (rows + rejects.length !== total)
    throw new Error(
      `${sql.plan.object}: ${total} records became ${rows} rows and ${rejects.length} rejects; this is a bug in Daybook`,
    );
  return { path: written > 0 ? parquet : undefined, rows, rejects, ...profile };
};

/** Streamed: a chunk of bad rows must not be in memory twice. */
const rejectsIn = async (
  { plan, faults, selectFaulty }: TypingSql,
  connection: DuckDBConnection,
  name: string,
  hasBreaks: boolean,
) => {
  const faulty = `${name}-faulty.txt`;
  await writeFaultyRecords(connection, `${name}.txt`, `${name}.parquet`, faulty);
  const rejects: Reject[] = [];
  for await (const rows of (await connection.stream(selectFaulty(faulty, hasBreaks))).yieldRows())
    for (const row of rows) rejects.push(describeReject(plan, faults, row));
  await rm(faulty);
  return rejects;
};

/** In slices: one string of all rejects would take several times their memory. */
function* jsonLines(plan: TypingPlan, rejects: readonly Reject[]): Iterable<string> {
  for (let at = 0; at < rejects.length; at += 1000)
    yield rejects
      .slice(at, at + 1000)
      .map((reject) => `${JSON.stringify(rejectRow(plan, reject))}\n`)
      .join("");
}

const readProfile = async (sql: TypingSql, connection: DuckDBConnection, parquet: string) => {
  const { columns } = sql.plan.feed;
  const perDay = (await connection.runAndReadAll(sql.profile(parquet))).getRows();
  const sum = (index: number) => perDay.reduce((total, row) => total + Number(row[index]), 0);
  const counts = (labels: readonly string[], from: number) =>
    Object.fromEntries(
      labels.map((label, index) => [label, sum(from + index)] as const).filter(([, count]) => count > 0),
    );
  const names = columns.map(({ name }) => name);
  const checks = sql.warnings.map(({ column, rule }) => `${column}: ${rule}`);
  return {
    days: perDay.flatMap(([day, count]) => (day === null ? [] : [{ day: String(day), rows: Number(count) }])),
    marked: sum(2),
    nulls: counts(names, 3),
    warnings: counts(checks, 3 + names.length),
  };
};

const rejectRow = (plan: TypingPlan, reject: Reject) => ({
  feed: plan.feed.name,
  _source_date: plan.fileDate,
  _object: plan.object,
  _generation: plan.generation,
  _row: reject.line,
  column_name: reject.column,
  value: reject.value,
  rule: reject.rule,
  message: reject.message,
  reasons: reject.reasons,
  record: reject.record,
});

const countLines = (records: Uint8Array): number => {
  const bytes = Buffer.from(records.buffer, records.byteOffset, records.byteLength);
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
};
