import { byFileDate, routeOf } from "../../../shared/contracts/route.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { wakeNext } from "../../../shared/work/hand-on.ts";
import { type Manifest, manifestsIn } from "../../../shared/work/manifest.ts";
import { replay } from "../../1-ingest/replay.ts";
import { type Installation, withoutWakes } from "../installation.ts";

/** Conditions on files; one that is left out selects all. */
export interface Selection {
  readonly prefixes?: readonly string[];
  readonly feed?: string | undefined;
  /** File dates, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A file, with the rows and days that the tables show of it now. */
export interface SelectedFile
  extends Pick<Manifest, "object" | "generation" | "size" | "feed" | "fileDate" | "rows" | "days"> {
  /** False if the file has left the bucket and its old versions have expired: there is nothing to read. */
  readonly isAvailable: boolean;
}

/** Files in the bucket, and files that left it while their rows stay; by file date, then by name. */
export const selectFiles = async (
  platform: Platform,
  selection: Selection,
): Promise<readonly SelectedFile[]> => {
  const live = new Map((await platform.landing.list("")).map((object) => [object.name, object]));
  const selected: SelectedFile[] = [];
  for (const feed of platform.feeds) {
    if (selection.feed !== undefined && selection.feed !== feed.name) continue;
    const manifests = new Map(
      (await manifestsIn(platform.state).list(feed.name)).map((manifest) => [manifest.object, manifest]),
    );
    for (const [name, { generation, size }] of live) {
      const route = routeOf(platform.feeds, name);
      if (route.feed !== feed) continue;
      const file = { object: name, generation, size, feed: feed.name, fileDate: route.fileDate };
      selected.push({ ...file, ...shownRows(manifests.get(name)), isAvailable: true });
    }
    for (const manifest of manifests.values())
      if (!live.has(manifest.object) && !manifest.retracted)
        selected.push(await leftFile(platform, manifest));
  }
  return selected.filter((file) => matches(file, selection)).sort(byFileDate);
};

const shownRows = (manifest: Manifest | undefined) => ({
  rows: manifest?.rows ?? 0,
  days: manifest?.days ?? [],
});

const leftFile = async ({ landing }: Platform, manifest: Manifest): Promise<SelectedFile> => {
  const { object, generation, size, feed, fileDate } = manifest;
  const isAvailable = (await landing.stat(object, generation)) !== undefined;
  return { object, generation, size, feed, fileDate, ...shownRows(manifest), isAvailable };
};

const matches = ({ object, fileDate }: SelectedFile, { prefixes = [], from, to }: Selection): boolean =>
  (prefixes.length === 0 || prefixes.some((prefix) => object.startsWith(prefix))) &&
  (from === undefined || fileDate >= from) &&
  (to === undefined || fileDate <= to);

export interface ReplayedFile {
  readonly object: string;
  readonly state: string;
  readonly rows?: number | undefined;
  readonly quarantined?: number | undefined;
  readonly reason?: string | undefined;
}

/** Ingests files again, one after the other, and then settles: the tables are rebuilt once for all of them. */
export const replayFiles = async (
  installation: Installation,
  files: readonly SelectedFile[],
  onFile: (done: number) => void,
): Promise<readonly ReplayedFile[]> => {
  const replayed: ReplayedFile[] = [];
  for (const { object } of files) {
    replayed.push(await replayOne(withoutWakes(installation.platform), object));
    onFile(replayed.length);
  }
  await wakeNext(installation.platform, "ingest");
  await installation.settle();
  return replayed;
};

/** A file that fails must not keep the others from being read. */
const replayOne = async (platform: Platform, object: string): Promise<ReplayedFile> => {
  try {
    const entry = await replay(platform)(object);
    if (!entry) return { object, state: "IGNORED", reason: "no contract has a path that matches this name" };
    const { state, rows, rejected: quarantined, reason } = entry;
    return { object, state, rows, quarantined, reason };
  } catch (error) {
    return { object, state: "FAILED", reason: messageOf(error) };
  }
};
