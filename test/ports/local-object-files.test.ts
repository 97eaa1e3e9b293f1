import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ObjectMissing } from "../../shared/errors.ts";
import { patterned, textOf } from "./bytes.ts";
import { temporaryBuckets } from "./temporary-buckets.ts";

const LARGE = patterned(20_000);

describe("the files of the laptop's object store", () => {
  const folder = temporaryBuckets();

  test("deletes an overwritten file, and its open reader still gets all of it", async () => {
    const store = folder.buckets.bucket("staging");
    const body = patterned(3 * 1024 * 1024);
    await store.write("part.parquet", body);
    const path = await store.pathOf("part.parquet");
    const chunks: Uint8Array[] = [];

    for await (const chunk of store.read("part.parquet")) {
      if (chunks.length === 0) await store.write("part.parquet", LARGE);
      chunks.push(chunk);
    }

    expect(Buffer.concat(chunks).equals(body)).toBe(true);
    expect(existsSync(path)).toBe(false);
  });

  test("leaves no file of a write whose precondition failed", async () => {
    const store = folder.buckets.bucket("staging");
    await store.write("part.parquet", LARGE);
    await expect(store.write("part.parquet", LARGE, { ifGeneration: "0" })).rejects.toThrow(
      "expected generation 0",
    );

    const files = readdirSync(join(folder.root, "staging"), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toHaveLength(1);
  });

  test("provides a file for any generation, with the object's extension", async () => {
    const store = folder.buckets.bucket("landing", { versioned: true });
    const small = await store.write("day.csv", "small");
    const large = await store.write("day.csv", LARGE);

    const paths = [await store.pathOf("day.csv", small.generation), await store.pathOf("day.csv")];

    expect(paths.map((path) => extname(path))).toEqual([".csv", ".csv"]);
    expect(paths.map((path) => readFileSync(path).length)).toEqual([5, 20_000]);
    expect(await store.pathOf("day.csv", large.generation)).toBe(paths[1]);
    expect(await textOf(store.read("day.csv", small.generation))).toBe("small");
    await store.remove("day.csv");
    await expect(store.pathOf("day.csv")).rejects.toBeInstanceOf(ObjectMissing);
  });

  test("removes the file that was made for a small object together with the object", async () => {
    const store = folder.buckets.bucket("state");
    await store.write("small.json", "{}");
    const path = await store.pathOf("small.json");

    await store.remove("small.json");

    expect(existsSync(path)).toBe(false);
  });

  test("deletes old orphans when it opens, and no other files", async () => {
    const store = folder.buckets.bucket("landing");
    await store.write("day.csv", LARGE);
    const known = await store.pathOf("day.csv");
    const orphan = join(folder.root, "landing/ab", `${"ab".repeat(16)}-1.csv`);
    const young = join(folder.root, "landing/ab", `${"ab".repeat(16)}-2.csv`);
    const strange = join(folder.root, "landing/ab/notes.txt");
    mkdirSync(join(folder.root, "landing/ab"), { recursive: true });
    for (const path of [orphan, young, strange]) writeFileSync(path, "x");
    for (const path of [orphan, known, strange]) utimesSync(path, 0, 0);

    folder.reopen();

    expect([known, orphan, young, strange].map((path) => existsSync(path))).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
