import { existsSync, unlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Reject, RowTyper, TypedChunk, TypingPlan, TypingSession } from "../../shared/staging.ts";
import { BatchesByShape } from "./batches-by-shape.ts";
import { Lanes } from "./lanes.ts";
import { SharedFolder } from "./shared-folder.ts";
import { typeChunks, type WaitingChunk, writeRejectFiles } from "./type-chunks.ts";
import { repeatedSql, typingSql } from "./typing-sql.ts";
import { without } from "./without.ts";

interface Typer {
  readonly lanes: Lanes;
  readonly chunks: BatchesByShape<WaitingChunk, TypedChunk>;
  /** Names of files with rejects, without their extensions. */
  readonly rejects: BatchesByShape<string, undefined>;
}

/** Types rows with an in-memory DuckDB. `scratch` is a folder for the files of sessions. */
export const duckDbRowTyper = (scratch: string): RowTyper => {
  let opened: Promise<Typer> | undefined;
  const typer = (): Promise<Typer> => {
    opened ??= openTyper();
    return opened;
  };
  const folder = new SharedFolder(scratch);
  let sessions = 0;
  return {
    async open(plan) {
      sessions += 1;
      // Taken before anything is awaited: several files are opened at the same time.
      const number = String(sessions).padStart(6, "0");
      return session(plan, await typer(), folder, join(await folder.enter(), number));
    },
    async countRepeated(parquets, columns) {
      if (parquets.length === 0) return 0;
      const counted = await (await typer()).lanes.use((connection) =>
        connection.runAndReadAll(repeatedSql(parquets, columns)),
      );
      return Number(counted.getRows()[0]?.[0] ?? 0);
    },
    without: async (parquet, feed, erased) =>
      (await typer()).lanes.use((connection) => without(connection, parquet, feed, erased)),
  };
};

/** A lane's statement uses one thread. Further threads of DuckDB would spin and take cores from other work. */
const openTyper = async (): Promise<Typer> => {
  const lanes = new Lanes(await DuckDBInstance.create(":memory:", { memory_limit: "300MB", threads: "1" }));
  return {
    lanes,
    chunks: new BatchesByShape((chunks) => lanes.use((connection) => typeChunks(connection, chunks))),
    rejects: new BatchesByShape((names) => lanes.use((connection) => writeRejectFiles(connection, names))),
  };
};

/** What a session's files end in; the last is made by `without`. */
const endings = [".txt", ".json", ".parquet", "-kept.parquet"];

/** `prefix` begins the paths of the session's files. */
const session = (plan: TypingPlan, typer: Typer, folder: SharedFolder, prefix: string): TypingSession => {
  const sql = typingSql(plan);
  const shape = shapeOf(plan);
  const names: string[] = [];
  const nextName = (kind: string): string => {
    const name = `${prefix}-${kind}-${String(names.length).padStart(5, "0")}`;
    names.push(name);
    return name;
  };
  return {
    async type(records) {
      const name = nextName("rows");
      // Before the first await: afterwards the caller may overwrite the records.
      writeFileSync(`${name}.txt`, records);
      const hasBreaks = records.includes(0x1e) || records.includes(0x1d);
      const chunk = { sql, name, total: countLines(records), hasBreaks };
      return typer.chunks.do(shape, records.length, chunk);
    },
    async writeRejects(rejects) {
      const name = nextName("rejects");
      await writeFile(`${name}.json`, jsonLines(plan, rejects));
      await typer.rejects.do("rejects", 0, name);
      return `${name}.parquet`;
    },
    async close() {
      for (const path of names.flatMap((name) => endings.map((ending) => `${name}${ending}`)))
        if (existsSync(path)) unlinkSync(path);
      await folder.leave();
    },
  };
};

/** Files of one shape differ only in where they come from. A column that takes the file's date is part of the statement. */
const shapeOf = ({ feed, object: _, generation: __, fileDate, ...layout }: TypingPlan): string => {
  const dated = feed.columns.some((column) => column.fileDate) ? fileDate : "";
  // All the rest of the plan counts, so that nothing that it gains later is forgotten here.
  return JSON.stringify([feed.name, feed.digest, dated, layout], (_key, value) =>
    value instanceof Map ? [...value] : value,
  );
};

/** In slices: one string of all rejects would take several times their memory. */
function* jsonLines(plan: TypingPlan, rejects: readonly Reject[]): Iterable<string> {
  for (let at = 0; at < rejects.length; at += 1000)
    yield rejects
      .slice(at, at + 1000)
      .map((reject) => `${JSON.stringify(rejectRow(plan, reject))}\n`)
      .join("");
}

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
