import { z } from "zod";
import type { Platform } from "../platform.ts";
import { dirtySetIn, everything, type Token } from "./dirty-set.ts";
import { readJson, updateJson } from "./json-object.ts";
import { ledgerIn } from "./ledger.ts";
import { manifestsIn, union } from "./manifest.ts";

/**
 * Which SQL and settings made a stage's tables: all days but the pending ones were made by this digest. A deploy with other
 * SQL, or another base currency, makes all days pending, and they are redone in slices.
 */
const Made = z.object({ digest: z.string(), pending: z.array(z.iso.date()) });
type Made = z.infer<typeof Made>;

interface Slice {
  readonly days: readonly string[];
  /** They stand for the files of these days. */
  readonly tokens: readonly Token[];
}

/** Small enough for one transaction, large enough that years take few. */
const daysAtOnce = 400;

const recordName = (stage: string) => `made/v1/${stage}.json`;
const tokenKey = "upgrade";

type State = Pick<Platform, "state" | "clock" | "feeds">;

export const upgradeOf = (platform: State, stage: string, digest: string) => {
  const { state } = platform;
  const change = (by: (made: Made) => Made | undefined) =>
    updateJson(state, recordName(stage), Made, (made) => (made ? by(made) : undefined));
  return {
    /** Compares the tables' digest with the code's. If days must be redone, a token sees to it. */
    async note(): Promise<void> {
      const made = (await readJson(state, recordName(stage), Made))?.value;
      if (made?.digest !== digest) {
        const pending = made || (await hasRun(platform)) ? await allDays(platform) : [];
        await updateJson(state, recordName(stage), Made, (now) =>
          now?.digest === digest ? undefined : { digest, pending },
        );
        if (pending.length > 0) await askForSlice(platform, stage);
      } else if (made.pending.length > 0) await askForSlice(platform, stage);
    },
    /** The next days that must be redone, if one of the given tokens asks for them. Earlier days come first. */
    async slice(tokens: readonly Token[]): Promise<Slice> {
      if (!tokens.some(({ feed }) => feed === everything)) return { days: [], tokens: [] };
      const made = (await readJson(state, recordName(stage), Made))?.value;
      const days = (made?.pending ?? []).toSorted().slice(0, daysAtOnce);
      return { days, tokens: await tokensOf(platform, new Set(days)) };
    },
    /** Called with all days that were redone. If another version of the code runs meanwhile, they are redone again. */
    async redone(days: readonly string[]): Promise<void> {
      const done = new Set(days);
      const made = await change((now) => {
        if (now.digest !== digest) return { ...now, pending: union(now.pending, days) };
        const pending = now.pending.filter((day) => !done.has(day));
        return pending.length === now.pending.length ? undefined : { ...now, pending };
      });
      if (made && made.pending.length > 0) await askForSlice(platform, stage);
    },
  };
};

/** The days that still show what other SQL or settings made, and whether the code's digest is the recorded one. */
export const daysToUpgrade = async (
  platform: State,
  stage: string,
  digest: string,
): Promise<readonly string[]> => {
  const made = (await readJson(platform.state, recordName(stage), Made))?.value;
  if (made?.digest === digest) return made.pending;
  return made || (await hasRun(platform)) ? allDays(platform) : [];
};

/** A new name each time: the token that asked for the slice before is removed with its round. */
const askForSlice = async ({ state, clock }: State, stage: string): Promise<void> => {
  if (await dirtySetIn(state).waits(stage, tokenKey)) return;
  const token = { feed: everything, fileDate: "1970-01-01", days: [] };
  await dirtySetIn(state).add(stage, `${tokenKey}-${clock.now().getTime()}`, token);
};

/**
 * Tables that a version without these records made are redone once; new ones need not be. Where clean has its record, its days
 * reach the stages after it by themselves.
 */
const hasRun = async ({ state, clock }: State): Promise<boolean> =>
  (await state.list("made/v1/")).length === 0 &&
  (await ledgerIn(state, clock).list(undefined, { onDamaged: () => undefined })).some(
    (entry) => entry.state === "LOADED" || entry.state === "PUBLISHED",
  );

const allManifests = async ({ state, feeds }: State) => {
  const lists = [];
  for (const { name } of feeds)
    lists.push(await manifestsIn(state).list(name, undefined, { onDamaged: () => undefined }));
  return lists.flat();
};

const allDays = async (platform: State): Promise<string[]> =>
  union(...(await allManifests(platform)).map(({ days, fileDate }) => (days.length > 0 ? days : [fileDate])));

const tokensOf = async (platform: State, days: ReadonlySet<string>): Promise<readonly Token[]> => {
  if (days.size === 0) return [];
  return (await allManifests(platform)).flatMap(({ feed, fileDate, days: own }): Token[] => {
    if (own.length === 0) return days.has(fileDate) ? [{ feed, fileDate, days: [] }] : [];
    const some = own.filter((day) => days.has(day));
    return some.length === 0 ? [] : [{ feed, fileDate, days: some }];
  });
};
