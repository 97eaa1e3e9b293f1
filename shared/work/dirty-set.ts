import { z } from "zod";
import { PreconditionFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { createJson, readJson } from "./json-object.ts";
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
}

/** A backlog of years is thousands of tokens: read all at once they would use up connections and memory. */
const objectsAtOnce = 64;

export const dirtySetIn = (state: ObjectStore) => ({
  async add(stage: string, key: string, token: Token): Promise<void> {
    await createJson(state, `dirty/v1/${stage}/${key}.json`, token);
  },
  async list(stage: string): Promise<readonly ListedToken[]> {
    const objects = await state.list(`dirty/v1/${stage}/`);
    const found = new Map<string, ListedToken>();
    await someAtOnce(objects, objectsAtOnce, async ({ name }) => {
      const token = await readJson(state, name, Token);
      if (token) found.set(name, { ...token.value, name, stored: token.generation });
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
