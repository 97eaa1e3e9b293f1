import { graph } from "../../functions/graph.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { Current, currentName, Manifest } from "../../shared/serving/snapshot.ts";
import { queuesIn } from "../../shared/stage-graph.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { readJson } from "../../shared/work/json-object.ts";
import { ledgerIn } from "../../shared/work/ledger.ts";
import { contents, digests } from "../e2e/tables.ts";

/** All that must not depend on what went wrong on the way: tables with quarantine, ledger, snapshot, and no work left. */
export const atRest = async (platform: Platform): Promise<Record<string, unknown>> => ({
  tables: digests(await contents(platform.warehouse)),
  ledger: await ledgerOf(platform),
  ...(await servedAndWaiting(platform)),
});

/** The part of it that homes have in common which were filled at different times. */
export const atRestAnywhere = async (platform: Platform): Promise<Record<string, unknown>> => ({
  tables: digests(await contents(platform.warehouse, { generations: false })),
  files: await newestFiles(platform),
  ...(await servedAndWaiting(platform)),
});

const servedAndWaiting = async ({ serving, state }: Platform) => ({
  snapshot: await snapshotIn(serving),
  waiting: await Promise.all(queuesIn(graph).map(dirtySetIn(state).count)),
});

const newestFiles = async (platform: Platform) => {
  const live = await platform.landing.list("");
  const ends = new Map(
    (await ledgerOf(platform)).map(({ object, generation, state }) => [`${object}#${generation}`, state]),
  );
  return live.map(({ name, generation, crc32c }) => [name, crc32c, ends.get(`${name}#${generation}`)]);
};

/** How often a file was tried and when are the way, not the end. */
const ledgerOf = async ({ state, clock, feeds }: Platform) => {
  const entries = await Promise.all(feeds.map(({ name }) => ledgerIn(state, clock).list(name)));
  return entries.flat().map(({ attempts, at, ...entry }) => entry);
};

/** What its readers are told; a part's digest says that every byte is the same. */
const snapshotIn = async (serving: ObjectStore) => {
  const current = await readJson(serving, currentName, Current);
  const found = current && (await readJson(serving, current.value.manifest, Manifest));
  if (!found) return undefined;
  const { id, created, company, shards, ...facts } = found.value;
  return {
    ...facts,
    company: company.sha256,
    shards: shards.map(({ object, ...shard }) => shard),
  };
};
