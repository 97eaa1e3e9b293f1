import type { ObjectStore } from "../ports.ts";
import type { Soon } from "../value-or-promise.ts";
import { readJson } from "../work/json-object.ts";
import { heldShards } from "./held-shards.ts";
import { readPart } from "./parts.ts";
import { CompanyView, Current, type CustomerHistory, currentName, Manifest } from "./snapshot.ts";
import { type Reader, switching, type Tools } from "./switching.ts";

/** One snapshot, whole: whoever holds it gets all its answers from it, whatever is published meanwhile. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly company: CompanyView;
  customer(id: string): Soon<CustomerHistory | undefined>;
}

/** Looks for a newer snapshot now and then, tests it before it answers, and keeps the last good one otherwise. */
export const snapshotReader = (serving: ObjectStore, tools: Tools): Reader<Snapshot> =>
  switching(
    tools,
    "snapshot",
    async () => (await serving.stat(currentName))?.generation,
    async () => ({ value: await open(serving) }),
  );

const open = async (serving: ObjectStore): Promise<Snapshot> => {
  const current = await readJson(serving, currentName, Current);
  if (!current) throw new Error(`${currentName} went away`);
  const { manifest: object, sha256 } = current.value;
  const manifest = await readPart(serving, { object, sha256 }, Manifest);
  const company = await readPart(serving, manifest.company, CompanyView);
  const snapshot: Snapshot = { manifest, company, customer: heldShards(serving, manifest.shards) };
  await selfTest(snapshot);
  return snapshot;
};

/** The first customer of the first shard must be found: names, digests and order all hold for it. */
const selfTest = async ({ manifest, customer }: Snapshot): Promise<void> => {
  const first = manifest.shards[0]?.first;
  if (first !== undefined && !(await customer(first)))
    throw new Error(`snapshot ${manifest.id} does not hold the customer its first shard begins with`);
};
