import { z } from "zod";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import type { Token } from "./dirty-set.ts";
import { readJson, writeJson } from "./json-object.ts";

/**
 * Work that failed for a reason of its own, set aside so that everything else goes on: a business day whose values
 * the engine cannot hold (`day`), a KPI whose values it cannot hold (`kpi`), or a unit of work whose input is missing or damaged
 * (`token`). Status shows it. It is tried again with every later change, days and tokens also by every sweep, and is removed
 * when it succeeds.
 */
export const Parked = z.object({
  stage: z.string(),
  kind: z.enum(["day", "token", "kpi"]),
  /** The subject of a day; the feed of a token; the KPI. */
  of: z.string(),
  /** The business day, or the file date. */
  date: z.string(),
  reason: z.string(),
  since: z.iso.datetime(),
  /** The work itself, for a token; the definition's digest, for a KPI. */
  token: z.unknown().optional(),
  /** For a day: the dates of the files with its rows. No table tells them while the day shows none. */
  fileDates: z.array(z.iso.date()).default([]),
});
export type Parked = z.infer<typeof Parked>;
export type ListedParked = Parked & { readonly name: string };
type NewlyParked = Omit<Parked, "fileDates"> & Partial<Pick<Parked, "fileDates">>;

const folder = "parked/v1/";
const nameOf = ({ stage, kind, of, date }: Pick<Parked, "stage" | "kind" | "of" | "date">, key = "") =>
  `${folder}${stage}/${kind}/${of}/${date}${key === "" ? "" : `/${key}`}.json`;

export const parkedIn = (state: ObjectStore) => ({
  /** Keeps the time at which the same work was parked first. */
  async park(work: NewlyParked, key = ""): Promise<void> {
    const name = nameOf(work, key);
    const before = await readParked(state, name);
    await writeJson(state, name, { ...work, since: before?.since ?? work.since });
  },
  /** What is parked of one stage, or of all. An entry that cannot be read is left alone. */
  async list(stage?: string): Promise<readonly ListedParked[]> {
    return readAll(state, await state.list(stage === undefined ? folder : `${folder}${stage}/`));
  },
  remove: (name: string): Promise<void> => state.remove(name),
});

const readAll = async (state: ObjectStore, objects: readonly ObjectInfo[]) => {
  const found: ListedParked[] = [];
  for (const { name } of objects) {
    const parked = await readParked(state, name);
    if (parked) found.push({ ...parked, name });
  }
  return found;
};

const readParked = async (state: ObjectStore, name: string): Promise<Parked | undefined> =>
  Parked.safeParse((await readJson(state, name, z.unknown()).catch(() => undefined))?.value).data;

/** Tokens that stand for the parked days of a subject. */
export const triedAgain = (parked: readonly Parked[], of: string, feed: string): readonly Token[] =>
  parked
    .filter((each) => each.kind === "day" && each.of === of)
    .flatMap(({ date, fileDates }) =>
      (fileDates.length > 0 ? fileDates : [date]).map((fileDate) => ({ feed, fileDate, days: [date] })),
    );

/** The business days of a subject that are parked. */
export const parkedDays = (parked: readonly Parked[], of: string): readonly string[] =>
  parked.filter((each) => each.kind === "day" && each.of === of).map(({ date }) => date);

/** Days in their order, in parts: a day that failed before is apart, so that it does not fail the others again. */
export const daysApart = (
  days: readonly string[],
  poisoned: readonly string[],
): readonly (readonly string[])[] => {
  if (poisoned.length === 0) return [days];
  const parts: string[][] = [];
  let isOpen = false;
  for (const day of days) {
    const isPoisoned = poisoned.includes(day);
    if (isOpen && !isPoisoned) parts.at(-1)?.push(day);
    else parts.push([day]);
    isOpen = !isPoisoned;
  }
  return parts;
};

export const forgetDays = async (
  state: ObjectStore,
  parked: readonly ListedParked[],
  of: string,
  days: readonly string[],
): Promise<void> => {
  for (const each of parked)
    if (each.kind === "day" && each.of === of && days.includes(each.date)) await state.remove(each.name);
};
