import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import type { ObjectEvent } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { wakeNext } from "../../shared/work/hand-on.ts";
import { isAccepted, isTerminal, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn } from "../../shared/work/manifest.ts";
import { type File, ingestFile } from "./ingest-file.ts";

/** After this many deliveries that ended in an error a file is parked, so that it cannot hold up the others. */
const maxAttempts = 8;

/**
 * One finished object, whatever its past: continues from where its ledger entry says that an earlier
 * delivery came to. Answers what became of it; throws only when trying again can help.
 */
export const ingest =
  (platform: Platform) =>
  async (event: ObjectEvent): Promise<LedgerEntry | undefined> => {
    if (event.bucket !== platform.landingName) {
      platform.log.warn("event for another bucket ignored", {
        counter: "foreign_bucket",
        bucket: event.bucket,
      });
      return undefined;
    }
    const route = routeOf(platform.feeds, event.name);
    if (!route.feed) {
      platform.log.info("object ignored", {
        counter: "object_ignored",
        object: event.name,
        reason: route.reason,
      });
      return undefined;
    }
    const { feed, fileDate } = route;
    return resume(platform, feed, {
      feed: feed.name,
      object: event.name,
      generation: event.generation,
      fileDate,
    });
  };

const resume = async (platform: Platform, feed: Feed, file: Omit<File, "take">): Promise<LedgerEntry> => {
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
    // Said once: what is delivered after this finds that it has ended.
    platform.log.error("file parked", { counter: "file_stuck", object: file.object, reason });
    return ledger.advance(file, { state: "STUCK", reason });
  }
  // What an earlier contract or an earlier failure said is over.
  const forgotten = { rows: undefined, rejected: undefined, serving: undefined };
  await ledger.advance(file, { ...forgotten, state: "RECEIVED", attempts, contract: feed.digest });
  return ingestFile(platform, feed, { ...file, take: entry?.take ?? 0 });
};

/** An entry staged under an older contract is not done: the contract may now say something else about it. */
const isDone = async (platform: Platform, entry: LedgerEntry, feed: Feed): Promise<boolean> => {
  if (entry.contract !== feed.digest || !(isAccepted(entry.state) || isTerminal(entry.state))) return false;
  const manifest = await manifestsIn(platform.state).read(feed.name, entry.fileDate, entry.object);
  return !manifest || !isOvertaken(entry, manifest);
};

/**
 * While two deploys overlap, the one on its way out may put rows under its own contract in force last; also those
 * that the other passed over, because the same bytes were in force already.
 */
export const isOvertaken = (entry: LedgerEntry, manifest: Manifest): boolean =>
  (isAccepted(entry.state) || entry.state === "IGNORED") &&
  entry.generation === manifest.generation &&
  entry.contract !== manifest.contract;
