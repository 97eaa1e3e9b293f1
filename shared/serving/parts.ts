import { createHash } from "node:crypto";
import { z } from "zod";
import { DamagedState, messageOf, ObjectMissing } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { byBytes } from "./id-order.ts";
import { CustomerHistory, type Manifest, type Part } from "./snapshot.ts";

export const sha256Of = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

/** Whether a part is gone, as later publications remove it, or is not what was published. */
export const isLost = (error: unknown): error is Error =>
  error instanceof ObjectMissing || error instanceof DamagedState;

/** Throws ObjectMissing or, when it is not what was published, DamagedState. */
export const readPart = async <Value>(
  serving: ObjectStore,
  { object, sha256 }: Part,
  schema: z.ZodType<Value>,
): Promise<Value> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of serving.read(object)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (sha256Of(bytes) !== sha256)
    throw new DamagedState(`${object} is not what was published: publish again`);
  const parsed = schema.safeParse(JSON.parse(bytes.toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new DamagedState(`${object} is of another version: publish again: ${messageOf(parsed.error)}`, {
    cause: parsed.error,
  });
};

/** The histories are not looked at yet: a shard holds hundreds, and a question asks for one. */
export const readShard = async (serving: ObjectStore, part: Part): Promise<Map<string, unknown>> => {
  const content = await readPart(serving, part, z.unknown());
  return new Map(Object.entries(content ?? {}));
};

/** Shards that are fetched while one is worked on. */
const shardsAhead = 8;

/** All customers of a snapshot in the order of their ids, a few shards of them in memory at a time. */
export async function* customersIn(
  serving: ObjectStore,
  { shards }: Manifest,
): AsyncGenerator<readonly [string, CustomerHistory]> {
  const coming: Promise<Map<string, unknown>>[] = [];
  for (let next = 0; next < shards.length || coming.length > 0; ) {
    for (let part = shards[next]; part && coming.length < shardsAhead; part = shards[++next]) {
      const shard = readShard(serving, part);
      // Looked at in its turn; until then a failure is nobody's.
      shard.catch(() => undefined);
      coming.push(shard);
    }
    const shard = await coming.shift();
    for (const [id, found] of [...(shard ?? [])].sort(([left], [right]) => byBytes(left, right)))
      yield [id, CustomerHistory.parse(found)];
  }
}
