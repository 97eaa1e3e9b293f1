import { messageOf } from "../errors.ts";
import type { Log } from "../platform.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { readJson } from "../work/json-object.ts";
import { readPart, readShard } from "./parts.ts";
import {
  CompanyView,
  Current,
  CustomerHistory,
  currentName,
  Manifest,
  type Shard,
  shardOf,
} from "./snapshot.ts";

/** One snapshot, whole: whoever holds it gets all its answers from it, whatever is published meanwhile. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly company: CompanyView;
  customer(id: string): Promise<CustomerHistory | undefined>;
}

/** Why the newest publication does not answer, when an older one does. */
export interface Served<Value> {
  readonly value: Value;
  readonly stale?: string;
}

export interface Reader<Value> {
  /** The newest one that passed its test; undefined before the first. */
  current(): Promise<Served<Value> | undefined>;
  /** The same, but waits until it has been asked for. */
  newest(): Promise<Served<Value> | undefined>;
}

interface Tools {
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer to "is there a newer one?" is believed. */
  readonly freshMs: number;
}

const shardsInMemory = 64;

/** Looks for a newer snapshot now and then, tests it before it answers, and keeps the last good one otherwise. */
export const snapshotReader = (serving: ObjectStore, tools: Tools): Reader<Snapshot> =>
  switching(
    tools,
    "snapshot",
    () => generationOf(serving, currentName),
    async () => ({ value: await open(serving) }),
  );

const generationOf = async (store: ObjectStore, name: string): Promise<string | undefined> =>
  (await store.stat(name))?.generation;

/** Something that is replaced as a whole: asked for its generation, loaded when that changed. Never two loads at once. */
export const switching = <Value>(
  { clock, log, freshMs }: Tools,
  what: string,
  generation: () => Promise<string | undefined>,
  load: () => Promise<Served<Value>>,
): Reader<Value> => {
  let served: Served<Value> | undefined;
  let seen: string | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  let looked = false;
  let asking: Promise<void> | undefined;
  const refresh = async (): Promise<void> => {
    try {
      const found = await generation();
      if (found === undefined || found === seen) return;
      served = await load();
      if (served.stale !== undefined) log.error(...complaint(what, served.stale));
      seen = found;
    } catch (error) {
      log.error(...complaint(what, messageOf(error)));
      if (served) served = { value: served.value, stale: messageOf(error) };
    } finally {
      looked = true;
      asked = clock.now().getTime();
      asking = undefined;
    }
  };
  return {
    async current() {
      if (clock.now().getTime() - asked >= freshMs) {
        asking ??= refresh();
        // Only who comes first waits; that there is none yet is an answer, too.
        if (!looked) await asking;
      }
      return served;
    },
    async newest() {
      await asking;
      asking = refresh();
      await asking;
      return served;
    },
  };
};

const complaint = (what: string, error: string) =>
  [`the newest ${what} does not answer`, { counter: `${what}_stale`, error }] as const;

const open = async (serving: ObjectStore): Promise<Snapshot> => {
  const current = await readJson(serving, currentName, Current);
  if (!current) throw new Error(`${currentName} went away`);
  const { manifest: object, sha256 } = current.value;
  const manifest = await readPart(serving, { object, sha256 }, Manifest);
  const company = await readPart(serving, manifest.company, CompanyView);
  const cache = new Map<string, Promise<Map<string, unknown>>>();
  const checked = new WeakSet<CustomerHistory>();
  const shard = (wanted: Shard): Promise<Map<string, unknown>> => {
    const found = cache.get(wanted.object) ?? readShard(serving, wanted);
    cache.delete(wanted.object);
    cache.set(wanted.object, found);
    const oldest = cache.keys().next().value;
    if (cache.size > shardsInMemory && oldest !== undefined) cache.delete(oldest);
    // A failed read must not be remembered.
    found.catch(() => cache.delete(wanted.object));
    return found;
  };
  const snapshot: Snapshot = {
    manifest,
    company,
    async customer(id) {
      const wanted = shardOf(manifest.shards, id);
      const held = wanted && (await shard(wanted));
      const found = held?.get(id);
      if (!held || found === undefined) return undefined;
      if (isIn(checked, found)) return found;
      // Only the customer asked for is checked, once.
      const history = CustomerHistory.parse(found);
      held.set(id, history);
      checked.add(history);
      return history;
    },
  };
  await selfTest(snapshot);
  return snapshot;
};

/** The first customer of the first shard must be found: names, digests and order all hold for it. */
const selfTest = async ({ manifest, customer }: Snapshot): Promise<void> => {
  const first = manifest.shards[0]?.first;
  if (first !== undefined && !(await customer(first)))
    throw new Error(`snapshot ${manifest.id} does not hold the customer its first shard begins with`);
};

const isIn = <Value extends object>(known: WeakSet<Value>, value: unknown): value is Value =>
  typeof value === "object" && value !== null && known.has(value as Value);
