import { createHash } from "node:crypto";
import { z } from "zod";
import { ObjectMissing } from "../errors.ts";
import type { SavedModel } from "../learning/model.ts";
import type { ObjectStore } from "../ports.ts";
import { readJson, type Stored, writeJson } from "../work/json-object.ts";
import { Card, VersionName } from "./card.ts";

/** Which version answers, and which did before it, newest last. */
export const Current = z.strictObject({
  schema: z.literal("daybook.current/v1"),
  version: VersionName,
  since: z.iso.datetime(),
  because: z.string(),
  before: z.array(VersionName),
});
export type Current = z.infer<typeof Current>;

const ModelFile = z.strictObject({ family: z.string(), settings: z.unknown() });

/** Models as immutable objects: three a version, the card last, and one small object that says which version answers. */
export interface Registry {
  /** Writes a version. It answers nothing until it is promoted. */
  add(card: Card, saved: SavedModel): Promise<void>;
  /** Every finished version, oldest first. */
  versions(task: string): Promise<readonly string[]>;
  card(task: string, version: string): Promise<Card>;
  /** The parts of a model, checked against the digests in its card. */
  load(task: string, version: string): Promise<{ readonly card: Card; readonly saved: SavedModel }>;
  current(task: string): Promise<Stored<Current> | undefined>;
  /** Another one says that another version may answer. Asks less than `current` does. */
  generation(task: string): Promise<string | undefined>;
  /** Switches the answer on condition that it still is what the caller saw: the generation, or "0" for none. */
  promote(task: string, version: string, why: Promotion, ifGeneration: string): Promise<void>;
  /** Back to the version that answered before. Answers its name. */
  rollback(task: string, why: Promotion): Promise<string>;
}

export interface Promotion {
  readonly because: string;
  readonly at: Date;
}

export const digestOf = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");

/** The bytes that a model's plain part is kept as: its digest is in the card. */
export const modelText = ({ family, settings }: SavedModel): string => JSON.stringify({ family, settings });

const folder = (task: string, version: string) => `models/${task}/${version}/`;
const currentName = (task: string) => `models/${task}/current.json`;
const keptBefore = 50;

export const registryIn = (models: ObjectStore): Registry => {
  const card = async (task: string, version: string): Promise<Card> => {
    const found = await readJson(models, `${folder(task, version)}card.json`, Card);
    if (!found) throw new Error(`there is no model ${task}/${version}; \`daybook models list\` names them`);
    return found.value;
  };
  const current = (task: string) => readJson(models, currentName(task), Current);
  return {
    async add(made, saved) {
      const where = folder(made.task, made.version);
      await models.write(`${where}model.json`, modelText(saved), { ifGeneration: "0" });
      await models.write(`${where}weights.bin`, saved.weights, { ifGeneration: "0" });
      await writeJson(models, `${where}card.json`, Card.parse(made), "0");
    },
    async versions(task) {
      const objects = await models.list(`models/${task}/`);
      return objects.flatMap(({ name }) => /^models\/[^/]+\/([^/]+)\/card\.json$/.exec(name)?.[1] ?? []);
    },
    card,
    load: async (task, version) => loaded(models, await card(task, version)),
    current,
    generation: async (task) => (await models.stat(currentName(task)))?.generation,
    async promote(task, version, { because, at }, ifGeneration) {
      const before = await current(task);
      if (before?.value.version === version) return;
      await loaded(models, await card(task, version));
      const next = {
        version,
        because,
        before: before ? [...before.value.before, before.value.version].slice(-keptBefore) : [],
      };
      await switchTo(models, task, next, at, ifGeneration);
    },
    async rollback(task, { because, at }) {
      const found = await current(task);
      const version = found?.value.before.at(-1);
      if (!found || version === undefined)
        throw new Error(`${task}: no earlier version answered before the present one`);
      await loaded(models, await card(task, version));
      const next = { version, because, before: found.value.before.slice(0, -1) };
      await switchTo(models, task, next, at, found.generation);
      return version;
    },
  };
};

const switchTo = async (
  models: ObjectStore,
  task: string,
  next: Pick<Current, "version" | "because" | "before">,
  at: Date,
  ifGeneration: string,
): Promise<void> => {
  const current: Current = { schema: "daybook.current/v1", since: at.toISOString(), ...next };
  await writeJson(models, currentName(task), current, ifGeneration);
};

const loaded = async (models: ObjectStore, card: Card) => {
  const where = folder(card.task, card.version);
  const model = await bytesOf(models, `${where}model.json`);
  const weights = await bytesOf(models, `${where}weights.bin`);
  for (const [name, bytes, digest] of [
    ["model.json", model, card.digests.model],
    ["weights.bin", weights, card.digests.weights],
  ] as const)
    if (digestOf(bytes) !== digest)
      throw new Error(
        `${where}${name} is not what its card says: it was damaged or replaced; promote another version`,
      );
  const { family, settings } = ModelFile.parse(JSON.parse(Buffer.from(model).toString("utf8")));
  return { card, saved: { family, settings, weights } };
};

const bytesOf = async (models: ObjectStore, name: string): Promise<Uint8Array> => {
  const info = await models.stat(name);
  if (!info) throw new ObjectMissing(`${name} is missing although its card is there`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of models.read(name, info.generation)) chunks.push(chunk);
  // A copy of its own: a view into a pooled buffer could not be read as numbers.
  return new Uint8Array(Buffer.concat(chunks));
};
