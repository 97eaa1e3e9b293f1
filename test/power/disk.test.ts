import { describe, expect, it } from "vitest";
import { Dice } from "../chaos/world/dice.ts";
import { Disk, type NamesBy } from "./disk.ts";
import type { Deed } from "./operations.ts";

const file = (path: string): Deed => ({ does: "make file", path, empty: true });
const write = (path: string, at: number, text: string): Deed => ({
  does: "write",
  path,
  at,
  bytes: Buffer.from(text),
});
const sync = (path: string): Deed => ({ does: "sync", path });

/** What power cuts may leave of these deeds, each done after the one before had ended. */
const left = (namesBy: NamesBy, deeds: readonly (Deed & { readonly after?: number })[]): Set<string> => {
  const found = Array.from({ length: 300 }, (_, seed) => {
    const disk = new Disk("/home", namesBy);
    for (const [after, deed] of deeds.entries()) disk.do({ after, ...deed });
    const names = [...disk.cut(new Dice(seed))].filter(([path]) => path !== "/home");
    return names
      .map(([path, bytes]) => `${path.slice(6)}=${bytes}`)
      .sort()
      .join(" ");
  });
  return new Set(found);
};

describe("a disk whose power is cut", () => {
  it("keeps what was synced, and only that for sure", () => {
    const deeds = [file("/home/a"), write("/home/a", 0, "old"), sync("/home/a")];
    expect(left("journal", deeds)).toEqual(new Set(["a=old"]));
    expect(left("journal", [...deeds, write("/home/a", 0, "new")])).toEqual(new Set(["a=old", "a=new"]));
  });

  it("loses writes in any order, so that a later one may be there without an earlier one", () => {
    const deeds = [file("/home/a"), write("/home/a", 0, "__"), sync("/home/a")];
    const two = [...deeds, write("/home/a", 0, "1"), write("/home/a", 1, "2")];
    expect(left("journal", two)).toEqual(new Set(["a=__", "a=1_", "a=_2", "a=12"]));
  });

  it("tears a long write at a sector", () => {
    const long = "x".repeat(1024);
    const torn = left("journal", [file("/home/a"), sync("/home/a"), write("/home/a", 0, long)]);
    expect(torn).toEqual(new Set(["a=", `a=${long.slice(0, 512)}`, `a=${long}`]));
  });

  it("shortens a file only once that is synced", () => {
    const deeds: Deed[] = [file("/home/a"), write("/home/a", 0, "long"), sync("/home/a")];
    const shorter: Deed = { does: "set length", path: "/home/a", bytes: 2 };
    expect(left("journal", [...deeds, shorter])).toEqual(new Set(["a=long", "a=lo"]));
    expect(left("journal", [...deeds, shorter, sync("/home/a")])).toEqual(new Set(["a=lo"]));
  });

  it("holds names for safe with any sync, or only with that of their folder", () => {
    const deeds: Deed[] = [file("/home/new"), write("/home/new", 0, "1"), sync("/home/new")];
    const renamed: Deed[] = [...deeds, { does: "rename", path: "/home/new", to: "/home/a" }];
    expect(left("journal", renamed)).toEqual(new Set(["new=1", "a=1"]));
    expect(left("folder", renamed)).toEqual(new Set(["", "new=1", "a=1"]));
    expect(left("folder", [...renamed, sync("/home")])).toEqual(new Set(["a=1"]));
  });

  it("loses what is in a new folder until the folder above it is synced", () => {
    const deeds: Deed[] = [{ does: "make folder", path: "/home/f" }, file("/home/f/a"), sync("/home/f")];
    expect(left("folder", deeds)).toEqual(new Set(["", "f/a= f=undefined"]));
    expect(left("folder", [...deeds, sync("/home")])).toEqual(new Set(["f/a= f=undefined"]));
  });

  it("brings back a removed file, until its folder is synced", () => {
    const deeds: Deed[] = [file("/home/a"), sync("/home"), { does: "remove", path: "/home/a" }];
    expect(left("folder", deeds)).toEqual(new Set(["a=", ""]));
    expect(left("folder", [...deeds, sync("/home")])).toEqual(new Set([""]));
  });

  it("covers with a sync what was done before it began", () => {
    const begun = [
      file("/home/a"),
      write("/home/a", 0, "1"),
      // Another thread wrote while the sync was under way.
      write("/home/a", 1, "2"),
      { ...sync("/home/a"), after: 2 },
    ];
    expect(left("journal", begun)).toEqual(new Set(["a=1", "a=12"]));
  });
});
