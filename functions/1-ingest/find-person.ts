import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Feed } from "../../shared/contracts/feed.ts";
import type { Subject } from "../../shared/erasure.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import type { LeftOut } from "../../shared/staging.ts";
import type { Erased } from "../../shared/work/erasures.ts";

/** A generation of a file whose staged rows hold the person. */
export interface Holding {
  readonly feed: string;
  readonly fileDate: string;
  readonly objectHash: string;
  readonly generation: string;
  readonly rows: number;
}

type Sought = Pick<Subject, "id" | "is">;

/** The subject in the form of the list of erased people. */
export const asErased = ({ id, is = (other) => other === id }: Sought): Erased => ({ count: 1, has: is });

/** Reads every staged part of every feed that names people, including parts that nothing refers to any more. */
export const findPerson = async (platform: Platform, subject: Sought): Promise<readonly Holding[]> => {
  const revisions = new Map<string, Holding>();
  for (const feed of platform.feeds) {
    if (feed.subject === undefined) continue;
    for (const object of await platform.staging.list(`${feed.name}/`)) {
      const { name } = object;
      if (!isPart(object)) continue;
      const found = await withoutThem(
        platform,
        feed,
        name,
        asErased(subject),
        async (left) => left?.allRows ?? 0,
      );
      if (found === 0) continue;
      const [, fileDate = "", objectHash = "", generation = ""] = name.split("/");
      const folder = name.slice(0, name.lastIndexOf("/"));
      const rows = (revisions.get(folder)?.rows ?? 0) + found;
      revisions.set(folder, { feed: feed.name, fileDate, objectHash, generation, rows });
    }
  }
  // One revision of each generation: all of them hold the same rows.
  const last = [...revisions.values()].map((one) => [`${one.objectHash} ${one.generation}`, one] as const);
  return [...new Map(last).values()];
};

/** An empty object only claims a name: see fenced-upload.ts. */
export const isPart = ({ name, size }: ObjectInfo): boolean => size > 0 && /\/part-\d+\.parquet$/.test(name);

/** Gives `use` the rows that are left of a staged part without some people, in a temporary file. */
export const withoutThem = async <Result>(
  { staging, typer }: Platform,
  feed: Feed,
  part: string,
  erased: Erased,
  use: (left: LeftOut | undefined, original: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "daybook-erase-"));
  try {
    const path = join(folder, "part.parquet");
    await pipeline(staging.read(part), createWriteStream(path));
    return await use(await typer.without(path, feed, erased), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
