import { z } from "zod";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "./json-object.ts";

/**
 * Work that failed for a reason of its own, set aside so that everything else goes on: a business day whose values
 * the engine cannot hold (`day`), or a unit of work whose input is missing or damaged (`token`). Status shows it. It is
 * tried again by every sweep and with every later change, and is removed when it succeeds.
 */
export const Parked = z.object({
  stage: z.string(),
  kind: z.enum(["day", "token"]),
  /** The subject of a day; the feed of a token. */
  of: z.string(),
  /** The business day, or the file date. */
  date: z.string(),
  reason: z.string(),
  since: z.iso.datetime(),
  /** The work itself, for a token. */
  token: z.unknown(),
});
export type Parked = z.infer<typeof Parked>;

const folder = "parked/v1/";
const nameOf = ({ stage, kind, of, date }: Pick<Parked, "stage" | "kind" | "of" | "date">, key = "") =>
  `${folder}${stage}/${kind}/${of}/${date}${key === "" ? "" : `/${key}`}.json`;

export const parkedIn = (state: ObjectStore) => ({
  /** Keeps the time at which the same work was parked first. */
  async park(work: Omit<Parked, "token"> & { readonly token?: unknown }, key = ""): Promise<void> {
    const name = nameOf(work, key);
    const before = await readParked(state, name);
    await writeJson(state, name, { ...work, since: before?.since ?? work.since });
  },
  /** What is parked of one stage, or of all. An entry that cannot be read is left alone. */
  async list(stage?: string): Promise<readonly (Parked & { readonly name: string })[]> {
    return readAll(state, await state.list(stage === undefined ? folder : `${folder}${stage}/`));
  },
  remove: (name: string): Promise<void> => state.remove(name),
});

const readAll = async (state: ObjectStore, objects: readonly ObjectInfo[]) => {
  const found: (Parked & { readonly name: string })[] = [];
  for (const { name } of objects) {
    const parked = await readParked(state, name);
    if (parked) found.push({ ...parked, name });
  }
  return found;
};

const readParked = async (state: ObjectStore, name: string): Promise<Parked | undefined> =>
  Parked.safeParse((await readJson(state, name, z.unknown()).catch(() => undefined))?.value).data;
