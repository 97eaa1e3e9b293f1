import { expect } from "vitest";
import { randomIds } from "../../infra/ids.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { textOf } from "./bytes.ts";
import type { Buckets } from "./object-store.ts";
import type { TestBehaviour } from "./suite.ts";

/** Ordered by UTF-8 bytes, unlike JavaScript's strings: 😀 comes after ｡. */
const ODD_NAMES = [
  "A",
  "a",
  "a%",
  "a%b",
  "a*",
  "a/../b",
  "a?",
  "a_",
  "a_b",
  "aé",
  "a｡",
  "a😀",
  "b",
  "\u{10FFFF}",
].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));

const HOSTILE_NAMES = [
  "../escape",
  "../../../etc/passwd",
  "/absolute",
  "a//b",
  "%2e%2e%2f",
  "*",
  "?",
  "[a-z]",
  "~",
];
const MORE_HOSTILE_NAMES = [
  "`x`",
  "'; drop table objects; --",
  "$20241006",
  "C:\\x",
  "__proto__",
  " ",
  "emoji 😀",
  "#",
];

export const testListing = (test: TestBehaviour, connected: () => Buckets): void => {
  test("lists live objects in the order of their names' UTF-8 bytes", async () => {
    const { plain } = connected();
    const folder = await fill(plain, ODD_NAMES.toReversed());

    const listed = await plain.list(folder);

    expect(listed.map(({ name }) => name.slice(folder.length))).toEqual(ODD_NAMES);
    expect(listed[0]).toEqual(await plain.stat(`${folder}A`));
  });

  test("matches each character of a prefix literally", async () => {
    const { plain } = connected();
    const folder = await fill(plain, [...ODD_NAMES, "\u{10FFFF}x"]);
    const under = async (prefix: string) =>
      (await plain.list(folder + prefix)).map(({ name }) => name.slice(folder.length));

    expect(await under("a%")).toEqual(["a%", "a%b"]);
    expect(await under("a_")).toEqual(["a_", "a_b"]);
    expect(await under("a*")).toEqual(["a*"]);
    expect(await under("a/")).toEqual(["a/../b"]);
    expect(await under("\u{10FFFF}")).toEqual(["\u{10FFFF}", "\u{10FFFF}x"]);
    expect(await under("c")).toEqual([]);
  });

  test("lists no removed or overwritten generations", async () => {
    const { versioned } = connected();
    const folder = await fill(versioned, ["a", "b", "c"]);
    await versioned.remove(`${folder}a`);
    const overwritten = await versioned.write(`${folder}b`, "again");

    expect(await versioned.list(folder)).toEqual([overwritten, await versioned.stat(`${folder}c`)]);
  });

  test("keeps objects with hostile names apart and intact", async () => {
    const { plain } = connected();
    const names = [...HOSTILE_NAMES, ...MORE_HOSTILE_NAMES];
    const folder = await fill(plain, names);

    for (const name of names) expect(await textOf(plain.read(folder + name))).toBe(name);

    const longest = folder.padEnd(1024, "n");
    await plain.write(longest, "longest");
    expect(await textOf(plain.read(longest))).toBe("longest");
  });
};

/** Writes objects whose body is their name, in a folder that no other test uses. */
const fill = async (store: ObjectStore, names: readonly string[]): Promise<string> => {
  const folder = `${randomIds.next()}/`;
  await Promise.all(names.map((name) => store.write(folder + name, name)));
  return folder;
};
