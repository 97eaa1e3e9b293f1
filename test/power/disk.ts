import { dirname } from "node:path";
import type { Dice } from "../chaos/world/dice.ts";
import type { Operation } from "./operations.ts";

type Change =
  | { readonly number: number; readonly at: number; readonly bytes: Buffer }
  | { readonly number: number; readonly length: number };

interface Stored {
  /** What a power cut leaves. */
  durable: Buffer;
  /** What was written since the last sync. */
  changes: Change[];
}

/** `undefined` is a folder. */
type Thing = Stored | undefined;

type Naming =
  | { readonly number: number; readonly path: string; readonly thing: Thing }
  | { readonly number: number; readonly path: string; readonly gone: true }
  | { readonly number: number; readonly path: string; readonly to: string; readonly thing: Thing };

/**
 * When names are safe. `journal`: in their order, with any sync, as on ext4. `folder`: only once their folder is synced,
 * which is all that the standard promises.
 */
export type NamesBy = "journal" | "folder";

/** A disk with a cache that a power cut empties. What was not synced is lost, in whole, in part or torn. */
export class Disk {
  readonly #folder: string;
  readonly #namesBy: NamesBy;
  readonly #now = new Map<string, Thing>();
  readonly #durable = new Map<string, Thing>();
  #namings: Naming[] = [];
  #number = 0;

  /** The folder is there from the start. */
  constructor(folder: string, namesBy: NamesBy) {
    this.#folder = folder;
    this.#namesBy = namesBy;
    for (const names of [this.#now, this.#durable]) names.set(folder, undefined);
  }

  do(operation: Operation): void {
    const number = ++this.#number;
    switch (operation.does) {
      case "make folder":
        this.#name({ number, path: operation.path, thing: undefined });
        break;
      case "make file":
        this.#make(operation.path, operation.empty, number);
        break;
      case "write":
        this.#now.get(operation.path)?.changes.push({ number, at: operation.at, bytes: operation.bytes });
        break;
      case "set length":
        this.#now.get(operation.path)?.changes.push({ number, length: operation.bytes });
        break;
      case "rename": {
        const { path, to } = operation;
        this.#name({ number, path, to, thing: this.#now.get(path) });
        break;
      }
      case "remove":
        this.#name({ number, path: operation.path, gone: true });
        break;
      case "sync":
        this.#sync(operation.path, operation.after);
        break;
      case "say":
        break;
    }
  }

  /** What is there after a power cut: folders as `undefined`, files with their bytes. */
  cut(dice: Dice): Map<string, Buffer | undefined> {
    const names = new Map(this.#durable);
    const reached = new Map<string, number>();
    const ofFolder = (folder: string) => {
      const known = reached.get(folder);
      const limit = known ?? dice.below(this.#number + 2);
      reached.set(folder, limit);
      return limit;
    };
    for (const naming of this.#namings) {
      const folders = this.#namesBy === "journal" ? [""] : foldersOf(naming);
      if (folders.every((folder) => naming.number <= ofFolder(folder))) rename(names, naming);
    }
    const isThere = (path: string): boolean =>
      path === this.#folder || (names.has(path) && isThere(dirname(path)));
    return new Map(
      [...names]
        // What SQLite shares between processes is made anew from its log.
        .filter(([path]) => isThere(path) && !path.endsWith("-shm"))
        .map(([path, thing]) => [path, thing && applied(thing.durable, survivors(thing.changes, dice))]),
    );
  }

  #make(path: string, empty: boolean, number: number): void {
    const old = this.#now.get(path);
    if (!old) this.#name({ number, path, thing: { durable: Buffer.alloc(0), changes: [] } });
    else if (empty) old.changes.push({ number, length: 0 });
  }

  /** What was done up to an operation is on the disk. */
  #sync(path: string, upTo: number): void {
    const thing = this.#now.get(path);
    if (thing) {
      thing.durable = applied(
        thing.durable,
        thing.changes.filter(({ number }) => number <= upTo),
      );
      thing.changes = thing.changes.filter(({ number }) => number > upTo);
    }
    const isSafe = (naming: Naming) =>
      naming.number <= upTo && (this.#namesBy === "journal" || foldersOf(naming).includes(path));
    for (const naming of this.#namings.filter(isSafe)) rename(this.#durable, naming);
    this.#namings = this.#namings.filter((naming) => !isSafe(naming));
  }

  #name(naming: Naming): void {
    this.#namings.push(naming);
    rename(this.#now, naming);
  }
}

const foldersOf = (naming: Naming): string[] =>
  "to" in naming ? [dirname(naming.path), dirname(naming.to)] : [dirname(naming.path)];

const rename = (names: Map<string, Thing>, naming: Naming): void => {
  if ("gone" in naming || "to" in naming) names.delete(naming.path);
  if ("to" in naming) names.set(naming.to, naming.thing);
  else if ("thing" in naming) names.set(naming.path, naming.thing);
};

const applied = (from: Buffer, changes: readonly Change[]): Buffer => {
  let bytes = from;
  for (const change of changes) {
    const length =
      "length" in change ? change.length : Math.max(bytes.length, change.at + change.bytes.length);
    if (length !== bytes.length || bytes === from) {
      const longer = Buffer.alloc(length);
      bytes.copy(longer);
      bytes = longer;
    }
    if ("bytes" in change) change.bytes.copy(bytes, change.at);
  }
  return bytes;
};

const sector = 512;

/** Nothing, all, the first, or any of what was not synced; and sometimes the last of it only in part. */
const survivors = (changes: readonly Change[], dice: Dice): Change[] => {
  const how = dice.below(4);
  const first = how === 0 ? 0 : how === 1 ? changes.length : dice.below(changes.length + 1);
  const left = how === 3 ? changes.filter(() => dice.chance(0.5)) : changes.slice(0, first);
  const last = left.at(-1);
  if (!last || !("bytes" in last) || !dice.chance(0.3)) return left;
  const part = dice.below(Math.ceil(last.bytes.length / sector)) * sector;
  return [...left.slice(0, -1), { ...last, bytes: last.bytes.subarray(0, part) }];
};
