import { z } from "zod";
import { DamagedState, PreconditionFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { createJson, readJson, writeJson } from "./json-object.ts";
import { someAtOnce } from "./some-at-once.ts";

/**
 * Work that waits, as one small object per unit. Tokens are create-only, so producers never contend. A worker deletes
 * exactly the tokens that it listed before it read anything else, so none is lost.
 */
export const Token = z.object({
  feed: z.string(),
  fileDate: z.iso.date(),
  days: z.array(z.iso.date()),
  /** The ledger entry that becomes LOADED with this work. */
  object: z.string().optional(),
  generation: z.string().optional(),
  contract: z.string().optional(),
  /** The revision of the file: see the ledger. */
  take: z.int().optional(),
});
export type Token = z.infer<typeof Token>;

/** Stands in a token in place of a feed's name: the next snapshot is rebuilt from the tables. RUNBOOK.md names it. */
export const everything = "everything";

export interface ListedToken extends Token {
  readonly name: string;
  /** The generation that a deletion must find: a token made again under the same name is new work. */
  readonly stored: string;
  /** The object could not be read: this is what its name tells, and the days must be found out. */
  readonly isRestored?: true;
}

/** A backlog of years is thousands of tokens: read all at once they would use up connections and memory. */
const objectsAtOnce = 64;

export const dirtySetIn = (state: ObjectStore) => ({
  async add(stage: string, key: string, token: Token): Promise<void> {
    await createJson(state, `dirty/v1/${stage}/${key}.json`, token);
  },
  /** A token that nobody who listed it before removes: it is another generation. */
  async renew(stage: string, key: string, token: Token): Promise<void> {
    await writeJson(state, `dirty/v1/${stage}/${key}.json`, token);
  },
  async list(stage: string): Promise<readonly ListedToken[]> {
    const objects = await state.list(`dirty/v1/${stage}/`);
    const found = new Map<string, ListedToken>();
    await someAtOnce(objects, objectsAtOnce, async ({ name }) => {
      const token = await readToken(state, name, stage);
      if (token) found.set(name, token);
    });
    return objects.flatMap(({ name }) => found.get(name) ?? []);
  },
  async remove(tokens: readonly ListedToken[]): Promise<void> {
    await someAtOnce(tokens, objectsAtOnce, async ({ name, stored }) => {
      try {
        await state.remove(name, { ifGeneration: stored });
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
      }
    });
  },
  async count(stage: string): Promise<number> {
    return (await state.list(`dirty/v1/${stage}/`)).length;
  },
  /** True if a token's key starts with `key`. */
  async waits(stage: string, key: string): Promise<boolean> {
    return (await state.list(`dirty/v1/${stage}/${key}`)).length > 0;
  },
});

const readToken = async (
  state: ObjectStore,
  name: string,
  stage: string,
): Promise<ListedToken | undefined> => {
  try {
    const token = await readJson(state, name, Token);
    return token && { ...token.value, name, stored: token.generation };
  } catch (error) {
    if (!(error instanceof DamagedState)) throw error;
    const stored = (await state.stat(name))?.generation;
    return stored === undefined ? undefined : { ...restored(name, stage), name, stored, isRestored: true };
  }
};

/**
 * Keys begin with feed and file date, or with a business day. What is not known concerns everything: rather too much is done
 * than a change lost.
 */
const restored = (name: string, stage: string): Token => {
  const [first = "", second = ""] = name.slice(`dirty/v1/${stage}/`.length).split("/");
  const date = z.iso.date();
  if (date.safeParse(second).success) return { feed: first, fileDate: second, days: [] };
  if (date.safeParse(first).success) return { feed: everything, fileDate: first, days: [first] };
  return { feed: everything, fileDate: "1970-01-01", days: [] };
};
