import { medianOf } from "../../shared/learning/families.ts";
import type { Family, SavedModel } from "../../shared/learning/model.ts";
import type { Table } from "../../shared/learning/table.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { registryIn } from "../../shared/registry/registry.ts";
import { openModel } from "../../shared/registry/self-test.ts";
import { makeCard } from "./make-card.ts";
import { type Champion, verdictOf } from "./promotion.ts";
import type { TrainSettings } from "./settings.ts";
import { trainTable } from "./train-table.ts";
import type { Trainable } from "./trainable.ts";

export interface TabularTask {
  readonly name: string;
  readonly sql: string;
  readonly settings: TrainSettings;
  read(platform: Platform, signal?: AbortSignal): Promise<Table>;
}

/** A task whose rows are features and an answer. */
export const tabular = ({ name, sql, settings, read }: TabularTask): Trainable => ({
  name,
  definition: { sql, settings: settingsText(settings) },
  async make(platform, { version, created, inputs }, watch) {
    const table = await read(platform, watch.signal);
    const trained = await trainTable(table, settings, watch);
    const champion = await championOf(platform, settings, table);
    return makeCard(table, trained, settings, {
      version,
      created,
      verdict: verdictOf(trained, champion, settings),
      digests: inputs,
    });
  },
});

const settingsText = ({ candidates, ...settings }: TrainSettings): string =>
  JSON.stringify({
    ...settings,
    families: candidates.map(({ family, baseline }) => [family.name, baseline]),
  });

const championOf = async (
  { models }: Platform,
  { task, candidates }: TrainSettings,
  table: Table,
): Promise<Champion | undefined> => {
  const registry = registryIn(models);
  const current = await registry.current(task);
  if (!current) return undefined;
  const loaded = await registry.load(task, current.value.version);
  const families = new Map([...candidates, medianOf(candidates)].map(({ family }) => [family.name, family]));
  return { card: loaded.card, model: askable(loaded, families, table.features) };
};

/** A champion that was made of other features cannot answer these rows; its family stands for it. */
const askable = (
  loaded: { readonly card: Card; readonly saved: SavedModel },
  families: ReadonlyMap<string, Family>,
  features: readonly string[],
) => {
  try {
    return openModel(loaded, families, features);
  } catch {
    return undefined;
  }
};
