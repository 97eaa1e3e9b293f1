import { z } from "zod";
import { ObjectMissing } from "../errors.ts";
import type { SavedModel } from "../learning/model.ts";
import type { ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { readJson, writeJson } from "../work/json-object.ts";
import { Card, VersionName } from "./card.ts";

/** The version that serves, and those that served before it, newest last. */
const CurrentVersion = z.strictObject({
  schema: z.literal("daybook.current/v1"),
  version: VersionName,
  since: z.iso.datetime(),
  because: z.string(),
  before: z.array(VersionName),
});
type CurrentVersion = z.infer<typeof CurrentVersion>;

const ModelFile = z.strictObject({ family: z.string(), settings: z.unknown() });

/** Kept with the change. */
interface ChangeNote {
  readonly because: string;
  readonly at: Date;
}

/** A model's plain part as it is stored. The card has its digest. */
export const modelText = ({ family, settings }: SavedModel): string => JSON.stringify({ family, settings });

const folder = (task: string, version: string) => `models/${task}/${version}/`;
const currentName = (task: string) => `models/${task}/current.json`;
const keptBefore = 50;

export type Registry = ReturnType<typeof registryIn>;

/** Models as immutable objects, three per version with the card last; one small object names the version that serves. */
export const registryIn = (models: ObjectStore) => {
  const card = async (task: string, version: string): Promise<Card> => {
    const found = await readJson(models, `${folder(task, version)}card.json`, Card);
    if (!found) throw new Error(`there is no model ${task}/${version}; \`daybook models list\` names them`);
    return found.value;
  };
  const current = (task: string) => readJson(models, currentName(task), CurrentVersion);
  return {
    /** The tasks that have a version, in the order of their names. */
    async tasks(): Promise<readonly string[]> {
      const objects = await models.list("models/");
      const names = objects.flatMap(
        ({ name }) => /^models\/([^/]+)\/[^/]+\/card\.json$/.exec(name)?.[1] ?? [],
      );
      return [...new Set(names)].sort();
    },
    /** Writes a version. It serves only once it is promoted. */
    async add(made: Card, saved: SavedModel): Promise<void> {
      const where = folder(made.task, made.version);
      await models.write(`${where}model.json`, modelText(saved), { ifGeneration: "0" });
      await models.write(`${where}weights.bin`, saved.weights, { ifGeneration: "0" });
      await writeJson(models, `${where}card.json`, Card.parse(made), "0");
    },
    /** Every finished version, oldest first. */
    async versions(task: string): Promise<readonly string[]> {
      const objects = await models.list(`models/${task}/`);
      return objects.flatMap(({ name }) => /^models\/[^/]+\/([^/]+)\/card\.json$/.exec(name)?.[1] ?? []);
    },
    card,
    /** The parts of a model, checked against the digests in its card. */
    load: async (task: string, version: string) => loadParts(models, await card(task, version)),
    current,
    /** Changes with each promotion. Cheaper than `current`. */
    generation: async (task: string) => (await models.stat(currentName(task)))?.generation,
    /** Lets a version serve, if the current one still has the generation that the caller saw ("0" for none). */
    async promote(task: string, version: string, { because, at }: ChangeNote, ifGeneration: string) {
      const before = await current(task);
      if (before?.value.version === version) return;
      await loadParts(models, await card(task, version));
      const next = {
        version,
        because,
        before: before ? [...before.value.before, before.value.version].slice(-keptBefore) : [],
      };
      await switchTo(models, task, next, at, ifGeneration);
    },
    /** Goes back to the version that served before, and returns its name. */
    async rollback(task: string, { because, at }: ChangeNote): Promise<string> {
      const found = await current(task);
      const version = found?.value.before.at(-1);
      if (!found || version === undefined)
        throw new Error(`${task}: no earlier version served before the current one`);
      await loadParts(models, await card(task, version));
      const next = { version, because, before: found.value.before.slice(0, -1) };
      await switchTo(models, task, next, at, found.generation);
      return version;
    },
  };
};

const switchTo = async (
  models: ObjectStore,
  task: string,
  next: Pick<CurrentVersion, "version" | "because" | "before">,
  at: Date,
  ifGeneration: string,
): Promise<void> => {
  const current: CurrentVersion = { schema: "daybook.current/v1", since: at.toISOString(), ...next };
  await writeJson(models, currentName(task), current, ifGeneration);
};

const loadParts = async (models: ObjectStore, card: Card) => {
  const where = folder(card.task, card.version);
  const model = await readBytes(models, `${where}model.json`);
  const weights = await readBytes(models, `${where}weights.bin`);
  for (const [name, bytes, digest] of [
    ["model.json", model, card.digests.model],
    ["weights.bin", weights, card.digests.weights],
  ] as const)
    if (sha256Of(bytes) !== digest)
      throw new Error(
        `${where}${name} is not what its card says: it was damaged or replaced; promote another version`,
      );
  const { family, settings } = ModelFile.parse(JSON.parse(Buffer.from(model).toString("utf8")));
  return { card, saved: { family, settings, weights } };
};

const readBytes = async (models: ObjectStore, name: string): Promise<Uint8Array> => {
  const info = await models.stat(name);
  if (!info) throw new ObjectMissing(`${name} is missing although its card is there`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of models.read(name, info.generation)) chunks.push(chunk);
  // A copy: a view into a pooled buffer may be misaligned for typed arrays.
  return new Uint8Array(Buffer.concat(chunks));
};
