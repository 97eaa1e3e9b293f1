import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import { RejectedInput } from "../../shared/errors.ts";
import { type ObjectFinalized, topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { isTerminal, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";
import { accept } from "./accept.ts";
import { stageObject } from "./stage-object.ts";

/** After this many deliveries that ended in an error a file is parked, so that it cannot hold up the others. */
const maxAttempts = 8;

/**
 * One finished object, whatever its past: continues from where its ledger entry says that an earlier
 * delivery came to. Answers what became of it; throws only when trying again can help.
 */
export const ingest =
  (platform: Platform) =>
  async (event: ObjectFinalized): Promise<LedgerEntry | undefined> => {
    if (event.bucket !== platform.landingName) {
      platform.log.warn("event for another bucket ignored", { bucket: event.bucket });
      return undefined;
    }
    const route = routeOf(platform.feeds, event.name);
    if (!route.feed) {
      platform.log.info("object ignored", { object: event.name, reason: route.reason });
      return undefined;
    }
    const file = {
      feed: route.feed.name,
      object: event.name,
      generation: event.generation,
      fileDate: route.fileDate,
    };
    const ledger = ledgerIn(platform.state, platform.clock);
    const entry = await ledger.read(file);
    if (entry && isDone(entry, route.feed)) {
      await platform.bus.publish(topicOf("clean"), wake("clean", event.name));
      return entry;
    }
    const attempts = (entry?.attempts ?? 0) + 1;
    if (attempts > maxAttempts)
      return ledger.advance(file, {
        state: "STUCK",
        reason: `failed ${maxAttempts} times: ${entry?.reason ?? ""}`,
      });
    await ledger.advance(file, { state: "RECEIVED", attempts, contract: route.feed.digest });
    return ingestFile(platform, route.feed, file);
  };

/** An entry staged under an older contract is not done: the contract may now say something else about it. */
const isDone = (entry: LedgerEntry, feed: Feed): boolean =>
  entry.contract === feed.digest &&
  (isTerminal(entry.state) || ["ACCEPTED", "LOADED", "PUBLISHED"].includes(entry.state));

type File = {
  readonly feed: string;
  readonly object: string;
  readonly generation: string;
  readonly fileDate: string;
};

const ingestFile = async (platform: Platform, feed: Feed, file: File): Promise<LedgerEntry> => {
  const ledger = ledgerIn(platform.state, platform.clock);
  const object = await platform.landing.stat(file.object, file.generation);
  if (!object) return ledger.advance(file, await whereItWent(platform, file));
  const same = await sameBytesServing(platform, feed, file, object);
  if (same !== undefined)
    return ledger.advance(file, {
      state: "IGNORED",
      reason: `the same bytes as generation ${same}, which stays`,
      serving: same,
    });
  try {
    const report = await stageObject(platform, feed, file.fileDate, object);
    await ledger.advance(file, { state: "STAGED", rows: report.rowsKept, rejected: report.rowsQuarantined });
    return await accept(platform, feed, report);
  } catch (error) {
    if (error instanceof RejectedInput) return reject(platform, file, object, error.message);
    await ledger.advance(file, {
      state: "RECEIVED",
      reason: error instanceof Error ? error.message : String(error),
    });
    throw error;
  }
};

/** The generation in force, when this one repeats it byte for byte: then nothing is to change anywhere. */
const sameBytesServing = async (
  platform: Platform,
  feed: Feed,
  file: File,
  object: ObjectInfo,
): Promise<string | undefined> => {
  const manifest = await manifestsIn(platform.state).read(file.feed, file.fileDate, file.object);
  const same =
    manifest &&
    manifest.generation !== object.generation &&
    !manifest.retracted &&
    manifest.contract === feed.digest &&
    manifest.size === object.size &&
    manifest.crc32c === object.crc32c;
  return same ? manifest.generation : undefined;
};

const whereItWent = async (
  platform: Platform,
  file: File,
): Promise<Pick<LedgerEntry, "state" | "reason">> => {
  const live = await platform.landing.stat(file.object);
  return live
    ? { state: "SUPERSEDED", reason: `generation ${live.generation} had replaced it before it was read` }
    : { state: "GONE", reason: "it was removed before it was read" };
};

/** The file cannot be its feed. Whatever an earlier generation put into the tables stays, and the entry says so. */
const reject = async (
  platform: Platform,
  file: File,
  object: ObjectInfo,
  reason: string,
): Promise<LedgerEntry> => {
  const serving = await manifestsIn(platform.state).read(file.feed, file.fileDate, file.object);
  platform.log.error("file rejected", { object: object.name, generation: object.generation, reason });
  return ledgerIn(platform.state, platform.clock).advance(file, {
    state: "REJECTED",
    reason,
    ...(serving ? { serving: serving.generation } : {}),
  });
};
