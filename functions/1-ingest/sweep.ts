import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import { messageOf } from "../../shared/errors.ts";
import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import type { WatchedFeed } from "../../shared/work/feed-watch.ts";
import { isHandedOn } from "../../shared/work/hand-on.ts";
import { holdsIn } from "../../shared/work/holds.ts";
import { hasEnded, isEntryOf, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn } from "../../shared/work/manifest.ts";
import { tokenPrefix } from "./accept.ts";
import { listedOnce } from "./cached-listing.ts";
import { compareRaw } from "./compare-raw.ts";
import { ingest, isOvertaken } from "./ingest.ts";
import { noticeDefinitions } from "./notice-definitions.ts";
import { replayGeneration } from "./replay.ts";
import { resumeErasures } from "./resume-erasures.ts";
import { retract } from "./retract.ts";
import { retryParked } from "./retry-parked.ts";
import { recordWatch, watchFeed } from "./watch-feeds.ts";

/** A younger entry is probably still in the hands of the delivery that made it. */
const patienceMs = 20 * 60 * 1000;

type Version = Pick<ObjectInfo, "name" | "generation">;

/**
 * Compares the landing bucket with the ledger, ingests what no event announced, and wakes the stages that have
 * work waiting. If every event is lost, the sweep alone brings the tables up to date.
 */
export const sweep =
  (platform: Platform, patience: number = patienceMs) =>
  async () => {
    const objects = await platform.landing.list("");
    const known = listedOnce(platform.state, ["ledger/v1/", "manifest/v1/"]);
    const watched: Record<string, WatchedFeed> = {};
    let ingested = 0;
    for (const feed of platform.feeds) {
      try {
        ingested += await sweepFeed(platform, feed, { objects, known, watched }, patience);
      } catch (error) {
        // What goes wrong in one feed must not stop the others.
        const fields = { counter: "feed_stopped", feed: feed.name, error: messageOf(error) };
        platform.log.error("sweep stopped for a feed", fields);
      }
    }
    await tolerated(platform, "retry parked work", () => retryParked(platform));
    await tolerated(platform, "resume erasures", () => resumeErasures(platform, patience));
    await tolerated(platform, "notice changed KPIs", () => noticeDefinitions(platform));
    const dirty = dirtySetIn(listedOnce(platform.state, ["dirty/v1/"]));
    for (const stage of platform.graph["sweep"]?.wakes ?? [])
      if ((await dirty.count(stage)) > 0) await platform.bus.publish(topicOf(stage), wake(stage));
    await tolerated(platform, "compare raw tables", () => compareRaw(platform, known, dirty));
    await recordWatch(platform, watched);
    return { objects: objects.length, ingested };
  };

/**
 * What fails here must not keep the sweep from its other work, and one failing file not from the others: its ledger entry
 * counts the attempt, and the next sweep tries again.
 */
const tolerated = async (
  { log }: Platform,
  what: string,
  work: () => Promise<unknown>,
  version?: Version,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    log.error(`sweep could not ${what}`, {
      ...(version && { object: version.name }),
      error: messageOf(error),
    });
  }
};

/** What one sweep lists once for all feeds, and what it notes of each. */
interface Round {
  readonly objects: readonly ObjectInfo[];
  readonly known: ObjectStore;
  readonly watched: Record<string, WatchedFeed>;
}

const sweepFeed = async (platform: Platform, feed: Feed, round: Round, patience: number) => {
  const { objects, known, watched } = round;
  const live = objects.filter(({ name }) => routeOf(platform.feeds, name).feed === feed);
  const damaged: string[] = [];
  // Damaged state stops its own file, with an error in the log. The others go on.
  const listing = {
    onDamaged(name: string, error: Error) {
      damaged.push(name);
      const fields = { counter: "feed_stopped", feed: feed.name, error: error.message };
      platform.log.error("sweep left a file alone", fields);
    },
  };
  const entries = await ledgerIn(known, platform.clock).list(feed.name, listing);
  const manifests = await manifestsIn(known).list(feed.name, undefined, listing);
  if (manifests.length > 0) watched[feed.name] = watchFeed(feed, manifests, platform.clock.now());
  const { settled, unfinished } = sortVersions(platform, feed, { entries, manifests }, patience);
  const retracts = feed.onDelete === "retract";
  // A changed contract also applies to a generation that serves because a later one was rejected, and to one that was
  // retracted under a contract that retracts, if the new contract keeps rows.
  const outdated = manifests
    .filter(({ contract, retracted }) => contract !== feed.digest && !(retracted && retracts))
    .map(toVersion);
  // Unfinished generations include overwritten ones: later deliveries build on their final state.
  const missing = distinct([...outdated, ...unfinished, ...live]).filter(
    (version) =>
      !settled.has(versionKey(version)) &&
      !damaged.some((name) => isEntryOf(name, { object: version.name, generation: version.generation })),
  );
  for (const version of missing)
    await tolerated(platform, "ingest", () => ingest(platform)(eventOf(platform, version)), version);
  // Whoever decided may have died before the file was read again.
  for (const entry of entries.filter(({ state }) => state === "HELD"))
    await tolerated(platform, "replay", () => replayDecided(platform, entry), toVersion(entry));
  await correctLateUpdates(platform, entries, patience);
  const names = new Set(live.map(({ name }) => name));
  for (const manifest of manifests)
    if (retracts && !names.has(manifest.object)) {
      const version = toVersion(manifest);
      await tolerated(platform, "retract", () => retract(platform)(eventOf(platform, version)), version);
    }
  return missing.length;
};

const replayDecided = async (platform: Platform, entry: LedgerEntry): Promise<void> => {
  if (await holdsIn(platform.state).decisionOn(entry)) await replayGeneration(platform, entry);
};

const eventOf = ({ landingName }: Platform, version: Version) => ({ ...version, bucket: landingName });

/** Versions that need nothing (ended under the current contract, or touched too recently), and those that never ended. */
const sortVersions = (
  { clock }: Platform,
  feed: Feed,
  { entries, manifests }: { entries: readonly LedgerEntry[]; manifests: readonly Manifest[] },
  patience: number,
): { settled: ReadonlySet<string>; unfinished: readonly Version[] } => {
  const now = clock.now().getTime();
  // By a wrong clock it may lie in the future: that is not recent either. Without an attempt nobody has it in hand.
  const isRecent = ({ at, attempts }: LedgerEntry) =>
    attempts > 0 && Math.abs(now - Date.parse(at)) < patience;
  const inForce = new Map(manifests.map((manifest) => [manifest.object, manifest]));
  const wasOvertaken = (entry: LedgerEntry) => {
    const manifest = inForce.get(entry.object);
    return manifest !== undefined && isOvertaken(entry, manifest);
  };
  const settled = entries.filter(
    (entry) =>
      entry.contract === feed.digest && !wasOvertaken(entry) && (hasEnded(entry.state) || isRecent(entry)),
  );
  const unfinished = entries.filter((entry) => !hasEnded(entry.state) && !isRecent(entry));
  return {
    settled: new Set(settled.map((entry) => versionKey(toVersion(entry)))),
    unfinished: unfinished.map(toVersion),
  };
};

/**
 * A slow delivery may write ACCEPTED after clean has loaded the rows, and overwrite LOADED. It made its token before
 * that write: if the token is gone, the rows are loaded, and the entry is corrected.
 */
const correctLateUpdates = async (
  platform: Platform,
  entries: readonly LedgerEntry[],
  patience: number,
): Promise<void> => {
  const isOld = ({ at }: LedgerEntry) =>
    Math.abs(platform.clock.now().getTime() - Date.parse(at)) >= patience;
  for (const entry of entries.filter((each) => each.state === "ACCEPTED" && isOld(each)))
    if (!(await isHandedOn(platform, "ingest", tokenPrefix(entry))))
      await ledgerIn(platform.state, platform.clock).advance(entry, { state: "LOADED" });
};

const toVersion = ({ object, generation }: LedgerEntry | Manifest): Version => ({ name: object, generation });

const versionKey = ({ name, generation }: Version): string => `${generation} ${name}`;

const distinct = (versions: readonly Version[]): Version[] => [
  ...new Map(versions.map((version) => [versionKey(version), version])).values(),
];
