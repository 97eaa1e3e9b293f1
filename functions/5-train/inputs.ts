import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { sha256Of } from "../../shared/sha256.ts";

/** Digests of everything that a model is made from. If `inputs`, the digest of all, is the same, nothing changed. */
export type InputDigests = Omit<Card["digests"], "model" | "weights">;

/** A task's SQL, and its families and settings as text. If a text changes, the model must change. */
export interface Definition {
  readonly sql: string;
  readonly settings: string;
}

/** Computed before the rows are read: a change in between counts as a change the next time. */
export const digestInputs = async (
  platform: Platform,
  { definition }: { readonly definition: Definition },
): Promise<InputDigests> => {
  const parts = {
    data: sha256Of(await dataEpoch(platform)),
    sql: sha256Of(definition.sql),
    settings: sha256Of(definition.settings),
    contracts: sha256Of(JSON.stringify(platform.feeds)),
    code: codeDigest(),
  };
  return { ...parts, inputs: sha256Of(JSON.stringify(parts)) };
};

/**
 * A stage writes its lease anew with each job: as long as the leases of the stages that write what is read here keep
 * their generations, the tables are the same.
 */
const dataEpoch = async ({ state, graph }: Platform): Promise<string> => {
  const leases = await Promise.all(
    (graph["train"]?.readsFrom ?? []).map((stage) => state.stat(`lease/v1/${stage}.json`)),
  );
  return JSON.stringify([leases.map((lease) => lease?.generation ?? "0"), await erasuresDigest({ state })]);
};

/** Changes with each erasure: no model may go on serving from the rows of an erased customer. */
export const erasuresDigest = async ({ state }: Pick<Platform, "state">): Promise<string> =>
  sha256Of((await state.list("erasures/")).map(({ name, generation }) => `${name}#${generation}`).join("\n"));

let code: string | undefined;

/** Of the sources that train; in a package, of the file that stands for them (see bundle.ts). */
const codeDigest = (): string => {
  code ??= sha256Of(
    [new URL("./", import.meta.url), new URL("../../shared/learning/", import.meta.url)]
      .map((folder) => fileURLToPath(folder))
      .flatMap(filesBelow)
      .map((file) => sha256Of(readFileSync(file)))
      .join("\n"),
  );
  return code;
};

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => join(folder, name))
        .filter((file) => /\.m?[jt]s$/.test(file) && statSync(file).isFile())
        .sort()
    : [];
