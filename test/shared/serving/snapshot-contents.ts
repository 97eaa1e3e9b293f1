import type { ObjectStore } from "../../../shared/ports.ts";
import { readManifest } from "../../../shared/serving/parts.ts";
import { snapshotReader } from "../../../shared/serving/read-snapshot.ts";
import type { Entries } from "../../../shared/serving/section.ts";
import { company } from "../../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../../shared/serving/sections/customers.ts";
import { pastForecasts } from "../../../shared/serving/sections/past-forecasts.ts";
import {
  CurrentSnapshot,
  currentName,
  type SnapshotManifest,
} from "../../../shared/serving/snapshot-manifest.ts";
import { type NewSection, shardedSection, wholeSection } from "../../../shared/serving/write-parts.ts";
import { currentGeneration, writeSnapshot } from "../../../shared/serving/write-snapshot.ts";
import { readJson } from "../../../shared/work/json-object.ts";

/** The manifest in force. */
export const manifestIn = async (serving: ObjectStore): Promise<SnapshotManifest | undefined> => {
  const current = await readJson(serving, currentName, CurrentSnapshot);
  return current && readManifest(serving, current.value);
};

/** Every byte that readers are given, without names and generations: where a part lies tells nothing of its content. */
export const snapshotContents = async (serving: ObjectStore) => {
  const manifest = await manifestIn(serving);
  if (!manifest) return undefined;
  const { id, created, sections, ...facts } = manifest;
  // What was forecast before a day was known depends on when the files came: it is history, not a function of the files.
  const comparable = Object.entries(sections).filter(([name]) => name !== pastForecasts.name);
  const contents = comparable.map(([name, section]) => [
    name,
    "part" in section ? section.part.sha256 : section.shards.map(({ object, generation, ...shard }) => shard),
  ]);
  return { ...facts, sections: Object.fromEntries(contents) };
};

export const readerOf = (
  serving: ObjectStore,
  tools: Parameters<typeof snapshotReader>[1],
): ReturnType<typeof snapshotReader> =>
  snapshotReader(serving, tools, { whole: [company], sharded: [customers] });

/** A company without any days, and these customers in the order of their ids' bytes. */
const sectionsOf = (histories: Entries<CustomerHistory>): NewSection[] => [
  wholeSection(company, { sales: [], countries: [], forecast: null, forecastMissing: "too few days" }),
  shardedSection(customers, histories),
];

export const spent = (net: number): CustomerHistory => ({
  days: [["2024-01-01", "France", 1, 1, 1, net, 0, net]],
  joined: null,
  age: null,
});

/** Publishes customers who have spent so much on one day. */
export const publishSpending = async (
  serving: ObjectStore,
  id: string,
  spending: ReadonlyMap<string, number>,
  base?: SnapshotManifest,
): Promise<SnapshotManifest> => {
  const { manifest } = await writeSnapshot(serving, id, {
    replaces: await currentGeneration(serving),
    facts: {
      created: "2024-01-02T00:00:00.000Z",
      firstDay: "2024-01-01",
      asOf: "2024-01-01",
      currency: "GBP",
      timeZone: "Europe/London",
    },
    sections: sectionsOf(inOrder(spending)),
    base,
  });
  return manifest;
};

async function* inOrder(
  spending: ReadonlyMap<string, number>,
): AsyncGenerator<readonly [string, CustomerHistory]> {
  const ids = [...spending.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const id of ids) yield [id, spent(spending.get(id) ?? 0)];
}
