import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { readJson, updateJson } from "./json-object.ts";

/**
 * People whose rows must never enter again. The list only grows. It holds keyed hashes, which tell whether an id is on
 * it, but not which ids are.
 */
const ErasureList = z.strictObject({
  key: z.base64(),
  subjects: z.array(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), at: z.iso.datetime() })),
});

const listName = "erasures/v1/list.json";

export interface Erased {
  /** The number of people on the list. Staged rows record the number at their staging. */
  readonly count: number;
  has(id: string): boolean;
}

export const nobody: Erased = { count: 0, has: () => false };

export const erasuresIn = (state: ObjectStore) => ({
  async read(): Promise<Erased> {
    const list = (await readJson(state, listName, ErasureList))?.value;
    if (!list) return nobody;
    const hashes = new Set(list.subjects.map(({ hash }) => hash));
    return { count: hashes.size, has: (id) => hashes.has(hashed(list.key, id)) };
  },
  async count(): Promise<number> {
    return (await readJson(state, listName, ErasureList))?.value.subjects.length ?? 0;
  },
  /** Adds a person. Returns the hash that stands for the id, the same one each time. */
  async add(id: string, at: Date): Promise<string> {
    const list = await updateJson(state, listName, ErasureList, (current) => {
      const { key, subjects } = current ?? { key: randomBytes(32).toString("base64"), subjects: [] };
      const hash = hashed(key, id);
      if (subjects.some((subject) => subject.hash === hash)) return undefined;
      return { key, subjects: [...subjects, { hash, at: at.toISOString() }] };
    });
    if (!list) throw new Error("the list of erased people was not written");
    return hashed(list.key, id);
  },
  /** The hash of an id that is on the list. */
  async hashOf(id: string): Promise<string | undefined> {
    const list = (await readJson(state, listName, ErasureList))?.value;
    const hash = list && hashed(list.key, id);
    return list?.subjects.some((subject) => subject.hash === hash) ? hash : undefined;
  },
});

const hashed = (key: string, id: string): string =>
  createHmac("sha256", Buffer.from(key, "base64")).update(id).digest("hex");
