import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import type { ObjectEvent } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { wakeNext } from "../../shared/work/hand-on.ts";
import { hasEnded, isAccepted, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn } from "../../shared/work/manifest.ts";
import { type File, ingestFile } from "./ingest-file.ts";

/** A file is parked after this many failed deliveries, so that it cannot hold up the others. */
const maxAttempts = 8;

/**
 * Ingests one finished object, continuing where its ledger entry says that an earlier delivery stopped. Returns the
 * entry. Throws only if a retry can help.
 */
export const ingest =
  (platform: Platform) =>
  async (event: ObjectEvent): Promise<LedgerEntry | undefined> => {
    const { bucket, name: object, generation } = event;
    if (bucket !== platform.landingName) {
      platform.log.warn("event for another bucket ignored", { counter: "foreign_bucket", bucket });
      return undefined;
    }
    const route = routeOf(platform.feeds, object);
    if (!route.feed) {
      const { reason } = route;
      platform.log.info("object ignored", { counter: "object_ignored", object, reason });
      return undefined;
    }
    const { feed, fileDate } = route;
    return resume(platform, feed, { feed: feed.name, object, generation, fileDate });
  };

const resume = async (platform: Platform, feed: Feed, file: Omit<File, "revision">): Promise<LedgerEntry> => {
  const ledger = ledgerIn(platform.state, platform.clock);
  const entry = await ledger.read(file);
  if (entry && (await isDone(platform, entry, feed))) {
    await wakeNext(platform, "ingest", file.object);
    return entry;
  }
  const sameContract = entry?.contract === undefined || entry.contract === feed.digest;
  const attempts = (sameContract ? (entry?.attempts ?? 0) : 0) + 1;
  if (attempts > maxAttempts) {
    const reason = `failed ${maxAttempts} times: ${entry?.reason ?? "the process ended without a word"}`;
    // Logged once: later deliveries find that the file has ended.
    platform.log.error("file parked", { counter: "file_stuck", object: file.object, reason });
    return ledger.advance(file, { state: "STUCK", reason });
  }
  // These figures belong to an earlier contract or an earlier failure.
  const forgotten = { rows: undefined, rejected: undefined, serving: undefined };
  await ledger.advance(file, { ...forgotten, state: "RECEIVED", attempts, contract: feed.digest });
  return ingestFile(platform, feed, { ...file, revision: entry?.take ?? 0 });
};

/** An entry under an older contract is not done: the current one may treat the file differently. */
const isDone = async (platform: Platform, entry: LedgerEntry, feed: Feed): Promise<boolean> => {
  if (entry.contract !== feed.digest || !hasEnded(entry.state)) return false;
  const manifest = await manifestsIn(platform.state).read(feed.name, entry.fileDate, entry.object);
  return !manifest || !isOvertaken(entry, manifest);
};

/**
 * True if the manifest has rows under another contract than the entry says. While two deploys overlap, the older one
 * may be the last to put rows in force, even where the newer one ignored the file because its bytes were in force.
 */
export const isOvertaken = (entry: LedgerEntry, manifest: Manifest): boolean =>
  (isAccepted(entry.state) || entry.state === "IGNORED") &&
  entry.generation === manifest.generation &&
  entry.contract !== manifest.contract;
