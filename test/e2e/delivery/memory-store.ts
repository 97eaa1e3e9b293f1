import { checksumOf } from "../../../infra/checksum.ts";
import { ObjectMissing, PreconditionFailed } from "../../../shared/errors.ts";
import type { Clock, ObjectInfo, ObjectStore } from "../../../shared/ports.ts";
import { refusals, requireTaken } from "../../google/rule.ts";
import { objectNameRules, writesApartMs } from "../../google/storage.ts";

/** How often a bucket was written to or listed, and looked at or read. */
export interface Operations {
  classA: number;
  classB: number;
}

/** A versioned bucket in memory. With a clock, a write waits until one second after the last one of its name. */
export const memoryStore = (
  operations: Operations = { classA: 0, classB: 0 },
  clock?: Clock,
): ObjectStore => {
  const writtenAt = new Map<string, number>();
  const turnOf = async (name: string, { now, sleep }: Clock): Promise<void> => {
    const wait = (writtenAt.get(name) ?? 0) + writesApartMs - now().getTime();
    if (wait > 0) await sleep(wait);
    writtenAt.set(name, now().getTime());
  };
  const objects = new Map<string, { info: ObjectInfo; body: Uint8Array }>();
  const versions = new Map<string, { info: ObjectInfo; body: Uint8Array }>();
  let generation = 0;
  const put: ObjectStore["write"] = async (name, body, { ifGeneration } = {}) => {
    operations.classA++;
    requireTaken(refusals(objectNameRules, name));
    if (clock) await turnOf(name, clock);
    const live = objects.get(name)?.info.generation ?? "0";
    if (ifGeneration !== undefined && ifGeneration !== live)
      throw new PreconditionFailed(`${name}: generation ${live} is there, not ${ifGeneration}`);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const info = {
      name,
      generation: String(++generation),
      size: bytes.length,
      crc32c: checksumOf(bytes),
      updated: "2026-01-01T00:00:00.000Z",
    };
    objects.set(name, { info, body: bytes });
    versions.set(`${info.generation} ${name}`, { info, body: bytes });
    return info;
  };
  return {
    async stat(name, wanted) {
      operations.classB++;
      return (wanted === undefined ? objects.get(name) : versions.get(`${wanted} ${name}`))?.info;
    },
    async *read(name, wanted) {
      operations.classB++;
      const found = wanted === undefined ? objects.get(name) : versions.get(`${wanted} ${name}`);
      if (!found) throw new ObjectMissing(name);
      yield found.body;
    },
    write: put,
    upload: (name, path, options) => put(name, path, options),
    async remove(name, { ifGeneration } = {}) {
      if (ifGeneration !== undefined && objects.get(name)?.info.generation !== ifGeneration)
        throw new PreconditionFailed(name);
      objects.delete(name);
    },
    async list(prefix) {
      operations.classA++;
      const found: ObjectInfo[] = [];
      for (const [name, { info }] of objects) if (name.startsWith(prefix)) found.push(info);
      return found.sort((left, right) => (left.name < right.name ? -1 : 1));
    },
  };
};
