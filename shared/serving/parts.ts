import type { z } from "zod";
import { DamagedState, messageOf, ObjectMissing } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { parseKnown } from "../work/known-fields.ts";
import { byBytes } from "./id-order.ts";
import type { ShardedSection } from "./section.ts";
import { placeFrom, type ShardEntries, shardEntries } from "./shard-entries.ts";
import { type CurrentSnapshot, type Part, SnapshotManifest, shardsOf } from "./snapshot-manifest.ts";

/** Whether a part is gone, as later publications remove it, or is not what was published. */
export const isLost = (error: unknown): error is Error =>
  error instanceof ObjectMissing || error instanceof DamagedState;

type Published = Pick<Part, "object" | "sha256">;

/** Throws ObjectMissing, or DamagedState if the object is not what was published. */
const readPublished = async (serving: ObjectStore, { object, sha256 }: Published): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of serving.read(object)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (sha256Of(bytes) !== sha256)
    throw new DamagedState(`${object} is not what was published: publish again`);
  return bytes;
};

/** As readPublished; throws DamagedState, too, if another version wrote the part in a way that this one cannot read. */
export const readPart = async <Value>(
  serving: ObjectStore,
  part: Published,
  schema: z.ZodType<Value>,
): Promise<Value> => {
  const bytes = await readPublished(serving, part);
  try {
    return parseKnown(schema, JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    throw new DamagedState(`${part.object} is of another version: publish again: ${messageOf(error)}`, {
      cause: error,
    });
  }
};

export const readManifest = (
  serving: ObjectStore,
  { manifest: object, sha256 }: Pick<CurrentSnapshot, "manifest" | "sha256">,
): Promise<SnapshotManifest> => readPart(serving, { object, sha256 }, SnapshotManifest);

/** The entries are neither parsed nor checked yet: a shard holds hundreds, and a question asks for one. */
export const readShard = async (serving: ObjectStore, shard: Published): Promise<ShardEntries> =>
  shardEntries(await readPublished(serving, shard));

/** Shards that are fetched while one is worked on. */
const shardsAhead = 8;

/** The entries of a section after an id, in the order of their ids, with a few shards in memory at a time. */
export async function* readEntries<Entry>(
  serving: ObjectStore,
  manifest: SnapshotManifest,
  { name, entry }: ShardedSection<Entry>,
  after = "",
): AsyncGenerator<readonly [string, Entry]> {
  const all = shardsOf(manifest, name);
  const shards = all.slice(
    Math.max(
      0,
      all.findLastIndex(({ first }) => byBytes(first, after) <= 0),
    ),
  );
  const coming: Promise<ShardEntries>[] = [];
  for (let next = 0; next < shards.length || coming.length > 0; ) {
    for (let part = shards[next]; part && coming.length < shardsAhead; part = shards[++next]) {
      const shard = readShard(serving, part);
      // A failure is thrown where the shard is awaited; without this it would end the process before that.
      shard.catch(() => undefined);
      coming.push(shard);
    }
    const shard = await coming.shift();
    for (const [id, found] of entriesAfter(shard, after)) yield [id, entry.parse(found)];
  }
}

function* entriesAfter(
  shard: ShardEntries | undefined,
  after: string,
): Generator<readonly [id: string, entry: unknown]> {
  const ids = shard?.ids ?? [];
  for (let place = placeFrom(ids, after); place < ids.length; place++) {
    const id = ids[place] ?? "";
    // All entries are after nothing, even one whose id is empty.
    if (after === "" || id !== after) yield [id, shard?.parsed(place)];
  }
}
