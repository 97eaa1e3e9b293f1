import type { Platform } from "../../../shared/platform.ts";
import type { Card } from "../../../shared/registry/card.ts";
import { type Registry, registryIn } from "../../../shared/registry/registry.ts";
import { allTaskNames } from "../../../shared/tasks/task-names.ts";
import { announceModel } from "../../5-train/announce.ts";
import type { Installation } from "../installation.ts";

type ModelStore = Pick<Platform, "models" | "taskFolder">;

/** The tasks that are defined, and those that have a model without being defined here. */
export const knownTasks = async ({ models, taskFolder }: ModelStore): Promise<readonly string[]> =>
  [...new Set([...allTaskNames(taskFolder), ...(await registryIn(models).tasks())])].sort();

const modelledTasks = async (registry: Registry, task: string | undefined): Promise<readonly string[]> =>
  task === undefined ? registry.tasks() : [task];

/** Every version of one task or of all, and which one answers. */
export const listModels = async ({ models }: ModelStore, task?: string) => {
  const registry = registryIn(models);
  const tasks = await modelledTasks(registry, task);
  return (await Promise.all(tasks.map((name) => listVersions(registry, name)))).flat();
};

const listVersions = async (registry: Registry, task: string) => {
  const current = (await registry.current(task))?.value;
  const versions = await registry.versions(task);
  return Promise.all(
    versions.map(async (version) => {
      const { family, training, verdict } = await registry.card(task, version);
      const answers = version === current?.version;
      const because = answers ? (current?.because ?? "") : verdict.because;
      return { task, version, family, from: training.from, to: training.to, answers, because };
    }),
  );
};

/** The card of a version, or of the one that answers. */
export const readCard = async (
  { models, taskFolder }: ModelStore,
  task: string,
  version?: string,
): Promise<Card> => {
  const registry = registryIn(models);
  const wanted = version ?? (await registry.current(task))?.value.version;
  if (wanted === undefined)
    throw new Error(
      `no model of "${task}" answers yet; the tasks are ${allTaskNames(taskFolder).join(", ")}`,
    );
  return registry.card(task, wanted);
};

/** The cards of the newest training of one task or of all. */
export const readNewestCards = async ({ models }: ModelStore, task?: string): Promise<readonly Card[]> => {
  const registry = registryIn(models);
  const cards: Card[] = [];
  for (const name of await modelledTasks(registry, task)) {
    const newest = (await registry.versions(name)).at(-1);
    if (newest !== undefined) cards.push(await registry.card(name, newest));
  }
  return cards;
};

/** Makes a version answer, and publishes with it. */
export const promoteModel = (installation: Installation, task: string, version: string): Promise<string> =>
  changeModel(installation, task, async (registry, why) => {
    const current = await registry.current(task);
    await registry.promote(task, version, why, current?.generation ?? "0");
    return version;
  });

/** The same without waiting for the publication. */
export const switchModel = async (platform: Platform, task: string, version: string): Promise<void> => {
  const registry = registryIn(platform.models);
  const current = await registry.current(task);
  const why = { because: "put in place by hand", at: platform.clock.now() };
  await registry.promote(task, version, why, current?.generation ?? "0");
  await announceModel(platform, task, `${version}-${platform.ids.next()}`);
};

/** Makes the version answer that did so before the present one. */
export const rollbackModel = (installation: Installation, task: string): Promise<string> =>
  changeModel(installation, task, (registry, why) => registry.rollback(task, why));

const changeModel = async (
  { platform, settle }: Installation,
  task: string,
  change: (registry: Registry, why: { because: string; at: Date }) => Promise<string>,
): Promise<string> => {
  const why = { because: "put in place by hand", at: platform.clock.now() };
  const version = await change(registryIn(platform.models), why);
  await announceModel(platform, task, `${version}-${platform.ids.next()}`);
  await settle();
  return version;
};
