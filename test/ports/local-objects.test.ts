import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bytesOf, patterned, textOf } from "./bytes.ts";
import { temporaryBuckets } from "./temporary-buckets.ts";

const LARGE = patterned(20_000);
const HOSTILE = ["../../escape.csv", "/etc/passwd", "nul\0nul", "nul\0", "*", "C:\\x", "\u{10FFFF}"];
const LONGEST = ["n".repeat(1024), "😀".repeat(256)];

describe("the laptop's object store", () => {
  const folder = temporaryBuckets();

  test("accepts any name of 1 to 1024 bytes and writes nothing outside its folder", async () => {
    const store = folder.buckets.bucket("landing");
    const names = [...HOSTILE, ...LONGEST];

    for (const name of names) {
      await store.write(name, `${name}|`.padEnd(20_000));
      await store.pathOf((await store.write(`${name.slice(0, 500)}-small`, name)).name);
    }

    for (const name of names) expect((await textOf(store.read(name))).trimEnd()).toBe(`${name}|`);
    expect((await store.list("")).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(readdirSync(folder.outer)).toEqual(["root"]);
    const files = readdirSync(folder.root, { recursive: true, encoding: "utf8" });
    const strange =
      /^(index\.sqlite(-wal|-shm)?|landing(\/(incoming|[0-9a-f]{2}(\/[0-9a-f]{32}-\d+(\.csv)?)?))?)$/;
    expect(files.filter((file) => !strange.test(file))).toEqual([]);
  });

  test("refuses invalid names", async () => {
    const store = folder.buckets.bucket("landing");
    await expect(store.write("", "x")).rejects.toThrow("0 bytes, must be 1 to 1024");
    await expect(store.write("é".repeat(513), "x")).rejects.toThrow("1026 bytes");
    await expect(store.write("half \ud83d", "x")).rejects.toThrow("not well-formed Unicode");
    for (const name of [".", "..", "a\nb", "a\r\n", ".well-known/acme-challenge/x"])
      await expect(store.write(name, "x")).rejects.toThrow("Google Cloud Storage refuses it");
    await expect(store.list("\ud83d")).rejects.toThrow("not well-formed Unicode");
    for (const name of ["..", "a/b", "index.sqlite", "", "UPPER"]) {
      expect(() => folder.buckets.bucket(name)).toThrow(`bucket "${name}"`);
    }
  });

  test("gives an object and its bytes in one look, whether they are in the index or in a file", async () => {
    const store = folder.buckets.bucket("state", { versioned: true });
    const small = await store.write("small", "new");
    await store.write("large", "old");
    const large = await store.write("large", LARGE);
    await store.write("gone", "x");
    await store.remove("gone");

    expect(await store.get("small")).toEqual({ info: small, bytes: new Uint8Array(Buffer.from("new")) });
    const found = await store.get("large");
    expect(found?.info).toEqual(large);
    expect(Buffer.compare(Buffer.from(found?.bytes ?? []), Buffer.from(LARGE))).toBe(0);
    expect(await store.get("gone")).toBeUndefined();
    expect(await store.get("never")).toBeUndefined();
  });

  for (const versioned of [false, true]) {
    test(`never reuses a generation when the clock is set back (${versioned ? "versioned" : "plain"})`, async () => {
      folder.now = new Date("2024-10-06T12:00:00Z");
      const written: string[] = [];
      const write = async (): Promise<void> => {
        written.push((await folder.buckets.bucket("state", { versioned }).write("lease", "x")).generation);
      };

      await write();
      folder.now = new Date("2020-01-01T00:00:00Z");
      await write();
      await folder.buckets.bucket("state", { versioned }).remove("lease");
      folder.reopen();
      await write();

      expect(written).toEqual(["1728216000000000", "1728216000000001", "1728216000000002"]);
    });
  }

  test("keeps objects and generations across a restart", async () => {
    const first = await folder.buckets.bucket("landing", { versioned: true }).write("day.csv", LARGE);
    const second = await folder.buckets.bucket("landing", { versioned: true }).write("day.csv", "small");
    folder.reopen();
    const store = folder.buckets.bucket("landing", { versioned: true });

    await store.remove("day.csv");

    expect(await store.generations("day.csv")).toEqual([first, second]);
    expect((await bytesOf(store.read("day.csv", first.generation))).equals(LARGE)).toBe(true);
    expect(await folder.buckets.bucket("other").list("")).toEqual([]);
  });
});
