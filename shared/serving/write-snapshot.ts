import type { z } from "zod";
import { PreconditionFailed, RetryLater } from "../errors.ts";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { writeJson } from "../work/json-object.ts";
import { sha256Of } from "./parts.ts";
import {
  CompanyView,
  type Current,
  type CustomerHistory,
  type Customers,
  currentName,
  folderOf,
  Manifest,
  type Part,
  type Shard,
} from "./snapshot.ts";

/** A shard is what one question has to fetch: small enough to be quick, large enough that there are not too many. */
const customersInShard = 500;
const daysInShard = 4000;
/** Snapshots that stay behind the one in force, for whoever still reads them. */
const keptSnapshots = 2;

export interface SnapshotContent {
  /** The generation of `current.json` before the first table was read. */
  readonly replaces: string;
  readonly facts: Omit<Manifest, "schema" | "id" | "customers" | "company" | "shards">;
  readonly company: CompanyView;
  /** In the order of the ids' UTF-8 bytes. */
  readonly customers: AsyncIterable<readonly [string, CustomerHistory]>;
}

export interface Written {
  readonly manifest: Manifest;
  /** Of `current.json`, which no later writer will meet again by chance. */
  readonly generation: string;
}

/** Everything is written under the snapshot's own id before one object is switched: readers see all of it or nothing. */
export const writeSnapshot = async (
  serving: ObjectStore,
  id: string,
  { replaces, facts, company, customers }: SnapshotContent,
): Promise<Written> => {
  const companyPart = await writePart(serving, `${folderOf(id)}company.json`, readable(CompanyView, company));
  const shards: Shard[] = [];
  let count = 0;
  for await (const { held, first, size } of sharded(customers)) {
    const object = `${folderOf(id)}customers/${String(shards.length).padStart(6, "0")}.json`;
    count += size;
    const part = await writePart(serving, object, held);
    shards.push({ ...part, first, customers: size });
  }
  const manifest: Manifest = {
    schema: "daybook.snapshot/v1",
    id,
    ...facts,
    customers: count,
    company: companyPart,
    shards,
  };
  const { object, sha256 } = await writePart(
    serving,
    `${folderOf(id)}manifest.json`,
    readable(Manifest, manifest),
  );
  const inForce = { id, manifest: object, sha256, since: facts.created };
  const { generation } = await switchTo(serving, inForce, replaces);
  await removeOld(serving, id);
  return { manifest, generation };
};

interface Filled {
  // Without a prototype: a customer may be called "__proto__".
  readonly held: Customers;
  /** Said apart: an object gives the names that are whole numbers first, whatever came first. */
  readonly first: string;
  size: number;
  days: number;
}

const empty = (first: string): Filled => ({ held: Object.create(null), first, size: 0, days: 0 });

async function* sharded(
  customers: AsyncIterable<readonly [string, CustomerHistory]>,
): AsyncGenerator<Filled> {
  let shard: Filled | undefined;
  for await (const [customer, history] of customers) {
    const isFull =
      shard && (shard.size >= customersInShard || shard.days + history.days.length > daysInShard);
    if (shard && isFull) yield shard;
    if (!shard || isFull) shard = empty(customer);
    shard.held[customer] = history;
    shard.size++;
    shard.days += history.days.length;
  }
  if (shard) yield shard;
}

/** What no reader could read must not take the place of what answers: JSON has no NaN, for one. */
const readable = <Content>(schema: z.ZodType<Content>, content: Content): Content =>
  schema.parse(JSON.parse(JSON.stringify(content)));

/** Overwrites: the id belongs to this publication alone, and what a crash left under it is of no use. */
const writePart = async (serving: ObjectStore, object: string, content: unknown): Promise<Part> => {
  const text = JSON.stringify(content);
  await serving.write(object, text);
  return { object, sha256: sha256Of(text) };
};

/** What is in force now. Asked before the tables are read, it tells whether anyone has published meanwhile. */
export const inForceNow = async (serving: ObjectStore): Promise<string> =>
  (await serving.stat(currentName))?.generation ?? "0";

/** A publisher that stood still for long must not put its old figures over newer ones. */
const switchTo = async (
  serving: ObjectStore,
  next: Omit<Current, "schema">,
  replaces: string,
): Promise<ObjectInfo> => {
  const current: Current = { schema: "daybook.serving/v1", ...next };
  try {
    return await writeJson(serving, currentName, current, replaces);
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
    throw new RetryLater(`snapshot ${next.id}: another was published meanwhile; it is made anew`, {
      cause: error,
    });
  }
};

/** The oldest go first, by the time they were last written to. What a crashed publication left goes with them. */
const removeOld = async (serving: ObjectStore, inForce: string): Promise<void> => {
  const newest = new Map<string, string>();
  const objects = (await serving.list("serving/")).filter(({ name }) => name !== currentName);
  const idOf = (name: string) => name.split("/")[1] ?? "";
  for (const { name, updated } of objects)
    if (updated > (newest.get(idOf(name)) ?? "")) newest.set(idOf(name), updated);
  const old = [...newest]
    .filter(([id]) => id !== inForce)
    .sort(([, a], [, b]) => (a < b ? 1 : -1))
    .slice(keptSnapshots)
    .map(([id]) => id);
  for (const { name } of objects) if (old.includes(idOf(name))) await serving.remove(name);
};
