import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";
import { ingest } from "./ingest.ts";
import type { File } from "./ingest-file.ts";

/**
 * Reads a file again from its original under the current contract and code, whatever its ledger entry says: the
 * generation in the bucket, or else the one whose rows serve. It is staged as a new revision, which replaces the rows
 * of the revision before. A repeated replay ends in the same tables.
 */
export const replay =
  (platform: Platform) =>
  async (object: string): Promise<LedgerEntry | undefined> => {
    const route = routeOf(platform.feeds, object);
    if (!route.feed) throw new RejectedInput(`${object}: ${route.reason}`);
    const { feed, fileDate } = route;
    const generation = await findOriginal(platform, feed, fileDate, object);
    return replayGeneration(platform, { feed: feed.name, fileDate, object, generation });
  };

/** The same for a generation that is known to exist. */
export const replayGeneration = async (
  platform: Platform,
  file: Omit<File, "revision">,
): Promise<LedgerEntry | undefined> => {
  await reopen(platform, file);
  return ingest(platform)({
    bucket: platform.landingName,
    name: file.object,
    generation: file.generation,
  });
};

/** Lets ingest take up a generation again, which it skips once it has ended. Nobody works on it: the next sweep does. */
export const reopen = async (
  platform: Pick<Platform, "state" | "clock">,
  { feed, fileDate, object, generation }: Omit<File, "revision">,
): Promise<void> => {
  const file = { feed, fileDate, object, generation };
  const ledger = ledgerIn(platform.state, platform.clock);
  const entry = await ledger.read(file);
  const manifest = await manifestsIn(platform.state).read(feed, fileDate, object);
  const serving = manifest?.generation === generation ? (manifest.take ?? 0) : 0;
  const revision = Math.max(entry?.take ?? 0, serving) + (entry || manifest ? 1 : 0);
  await ledger.advance(file, { state: "RECEIVED", attempts: 0, take: revision });
};

/** Throws before anything is changed if there is nothing left to read. */
const findOriginal = async (
  { landing, state }: Platform,
  { name: feed }: Feed,
  fileDate: string,
  object: string,
): Promise<string> => {
  const live = await landing.stat(object);
  if (live) return live.generation;
  const manifest = await manifestsIn(state).read(feed, fileDate, object);
  if (!manifest || manifest.retracted) throw new RejectedInput(`${object}: no such file is in the bucket`);
  if (await landing.stat(object, manifest.generation)) return manifest.generation;
  throw new RejectedInput(
    `${object}: original no longer available: the file was taken out of the bucket, and generation ${manifest.generation}, whose rows serve, has expired. Nothing was changed; put the file into the bucket again to have it read`,
  );
};
