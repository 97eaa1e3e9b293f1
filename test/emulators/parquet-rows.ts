import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** The rows of Parquet objects in a storage server, every value as text: what a load job would read. */
export const parquetRows = async (
  storageEndpoint: string,
  uris: readonly string[],
): Promise<readonly Readonly<Record<string, string | null>>[]> => {
  const folder = await mkdtemp(join(tmpdir(), "daybook-load-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const paths: string[] = [];
    for (const uri of uris) {
      const path = join(folder, `${paths.length}.parquet`);
      await writeFile(path, await fetched(storageEndpoint, uri));
      paths.push(`'${path}'`);
    }
    const reader = await connection.runAndReadAll(
      `select cast(columns(*) as varchar) from read_parquet([${paths.join(", ")}], union_by_name = true)`,
    );
    return reader.getRowObjectsJson() as Record<string, string | null>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
};

const fetched = async (storageEndpoint: string, uri: string): Promise<Uint8Array> => {
  const [, bucket = "", object = ""] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const url = `${storageEndpoint}/storage/v1/b/${bucket}/o/${encodeURIComponent(object)}?alt=media`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Not found: URI ${uri}`);
  return response.bytes();
};
