import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { crc32c } from "@node-rs/crc32";
import { checkFile } from "../../../functions/1-ingest/file-checks.ts";
import { stageRows } from "../../../functions/1-ingest/stage-rows.ts";
import type { StagedRows } from "../../../functions/1-ingest/staged-rows.ts";
import { graph } from "../../../functions/graph.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { connectLocal } from "../../../infra/local/platform.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import type { ObjectInfo, ObjectStore } from "../../../shared/ports.ts";

type Row = Readonly<Record<string, unknown>>;

export interface Staged {
  readonly report: StagedRows;
  readonly rows: readonly Row[];
  readonly rejects: readonly Row[];
}

export interface Source {
  readonly name: string;
  readonly generation: string;
  readonly contentEncoding?: string;
  /** How the bytes come from the bucket. */
  readonly chunkSize: number;
}

export interface Stager {
  /** Scans, types and judges bytes as ingest would, and reads back what it staged. */
  stage(feed: Feed, body: string | Uint8Array, source?: Partial<Source>): Promise<Staged>;
  /** The same for bytes that are made as they are read, of which nobody knows the end. */
  stageStream(feed: Feed, chunks: AsyncIterable<Uint8Array>): Promise<Staged>;
  /** How many reads of the bucket were begun and never closed. */
  readonly open: number;
  close(): Promise<void>;
}

const fileDate = "2024-10-06";

/** The real typer on a landing bucket that hands out what the test gives it. */
export const openStager = async (): Promise<Stager> => {
  const home = mkdtempSync(join(tmpdir(), "daybook-staging-"));
  const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: home }), log: silentLog });
  const reader = await (await DuckDBInstance.create(":memory:")).connect();
  const read = async (paths: readonly string[]): Promise<readonly Row[]> => {
    if (paths.length === 0) return [];
    const list = paths.map((path) => `'${path}'`).join(", ");
    return (
      await reader.runAndReadAll(`select * from read_parquet([${list}]) order by _row`)
    ).getRowObjectsJson();
  };
  let open = 0;
  const watched = async function* (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    open++;
    try {
      yield* chunks;
    } finally {
      open--;
    }
  };
  const run = async (feed: Feed, object: ObjectInfo, chunks: Parameters<typeof watched>[0]) => {
    const landing: ObjectStore = { ...unused, read: () => watched(chunks) };
    const { staged, close } = await stageRows({ ...platform, landing }, { feed, fileDate, object });
    try {
      checkFile(feed, staged, object.name);
      return { report: staged, rows: await read(staged.parts), rejects: await read(staged.rejectFiles) };
    } finally {
      await close();
    }
  };
  return {
    stage(feed, body, source = {}) {
      const bytes = Buffer.from(body);
      return run(feed, infoOf(bytes, source), pieces(bytes, source.chunkSize ?? bytes.length));
    },
    stageStream: (feed, chunks) => run(feed, infoOf(Buffer.alloc(0), {}), chunks),
    get open() {
      return open;
    },
    async close() {
      reader.closeSync();
      await platform.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Cuts bytes into pieces of one size. */
export function* pieces(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const infoOf = (bytes: Buffer, { contentEncoding, name, generation }: Partial<Source>): ObjectInfo => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32c(bytes) >>> 0);
  return {
    name: name ?? `sales/${fileDate}.csv`,
    generation: generation ?? "7",
    size: bytes.length,
    crc32c: sum.toString("base64"),
    updated: "2024-10-07T00:00:00.000Z",
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
  };
};

const never = () => {
  throw new Error("staging only reads from the landing bucket");
};
const unused: ObjectStore = {
  stat: never,
  read: never,
  write: never,
  upload: never,
  remove: never,
  list: never,
};
