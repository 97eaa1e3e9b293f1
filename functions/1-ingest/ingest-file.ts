import type { Feed } from "../../shared/contracts/feed.ts";
import { messageOf, RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { erasuresIn, nobody } from "../../shared/work/erasures.ts";
import { isAccepted, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";
import { accept } from "./accept.ts";
import { retract } from "./retract.ts";
import { readReport, stageObject } from "./stage-object.ts";

export interface File {
  readonly feed: string;
  readonly object: string;
  readonly generation: string;
  readonly fileDate: string;
  /** How often these bytes were taken before: see the ledger. */
  readonly take: number;
}

type Ending = Pick<LedgerEntry, "state" | "reason" | "serving">;

/** From a pinned generation to rows in force, or to the reason why there are none. */
export const ingestFile = async (platform: Platform, feed: Feed, file: File): Promise<LedgerEntry> => {
  // Each end names its contract: another deploy may have written the entry meanwhile.
  const end = (change: Ending) =>
    ledgerIn(platform.state, platform.clock).advance(file, { ...change, contract: feed.digest });
  const object = await platform.landing.stat(file.object, file.generation);
  if (!object) return end(await whereItWent(platform, file));
  if (feed.onDelete === "retract" && !(await platform.landing.stat(file.object)))
    return end({ state: "GONE", reason: "it was removed before it was read" });
  const same = await sameBytesServing(platform, feed, file, object);
  if (same !== undefined)
    return end({
      state: "IGNORED",
      reason: `the same bytes as generation ${same}, which stays`,
      serving: same,
    });
  try {
    return await stageAndAccept(platform, feed, file, object);
  } catch (error) {
    if (error instanceof RejectedInput) return end(await rejection(platform, file, object, error.message));
    await end({ state: "RECEIVED", reason: messageOf(error) });
    throw error;
  }
};

const stageAndAccept = async (
  platform: Platform,
  feed: Feed,
  file: File,
  object: ObjectInfo,
): Promise<LedgerEntry> => {
  const erased = feed.subject === undefined ? nobody : await erasuresIn(platform.state).read();
  const take = await takeFor(platform, feed, file, erased.count);
  const report = await stageObject(platform, { feed, fileDate: file.fileDate, object, take }, erased);
  await ledgerIn(platform.state, platform.clock).advance(file, {
    state: "STAGED",
    rows: report.rowsKept,
    rejected: report.rowsQuarantined,
    reason: undefined,
  });
  const entry = await accept(platform, feed, report);
  platform.log.info("file ingested", {
    event: "file_ingested",
    object: object.name,
    generation: object.generation,
    bytes: object.size,
    rows: report.rowsKept,
    quarantined: report.rowsQuarantined,
    lag_seconds: (platform.clock.now().getTime() - Date.parse(object.updated)) / 1000,
  });
  // Removed meanwhile: if that was told before the manifest stood, nobody else will take the rows out.
  if (feed.onDelete === "retract" && !(await platform.landing.stat(file.object)))
    await retract(platform)({
      bucket: platform.landingName,
      name: file.object,
      generation: file.generation,
    });
  return entry;
};

/** What was staged before somebody was erased is not to be used: the next take is, with a staging of its own. */
const takeFor = async (platform: Platform, feed: Feed, file: File, erasures: number): Promise<number> => {
  const { fileDate, take } = file;
  const object = { name: file.object, generation: file.generation };
  const before = await readReport(platform, { feed, fileDate, object, take });
  if (!before || (before.erasures ?? 0) === erasures) return take;
  await ledgerIn(platform.state, platform.clock).advance(file, { state: "RECEIVED", take: take + 1 });
  return take + 1;
};

/**
 * The generation in force, when this one repeats it byte for byte: then no row is to change. The manifest takes
 * the later generation, so that one that came between the two and is told late cannot replace them.
 */
const sameBytesServing = async (
  platform: Platform,
  feed: Feed,
  file: File,
  object: ObjectInfo,
): Promise<string | undefined> => {
  const manifests = manifestsIn(platform.state);
  const manifest = await manifests.read(file.feed, file.fileDate, file.object);
  const same =
    manifest &&
    (await isTakenUp(platform, { ...file, generation: manifest.generation })) &&
    manifest.generation !== object.generation &&
    !manifest.retracted &&
    manifest.contract === feed.digest &&
    file.take === 0 &&
    manifest.size === object.size &&
    manifest.crc32c === object.crc32c;
  return same && (await manifests.confirm(manifest, object.generation)) ? manifest.generation : undefined;
};

/** Between its manifest and its token a delivery may have died, and then nobody has taken its rows up. */
const isTakenUp = async (platform: Platform, file: File): Promise<boolean> => {
  const entry = await ledgerIn(platform.state, platform.clock).read(file);
  return entry !== undefined && (isAccepted(entry.state) || entry.state === "IGNORED");
};

const whereItWent = async (platform: Platform, file: File): Promise<Ending> => {
  const live = await platform.landing.stat(file.object);
  return live
    ? { state: "SUPERSEDED", reason: `generation ${live.generation} had replaced it before it was read` }
    : { state: "GONE", reason: "it was removed before it was read" };
};

/** The file cannot be its feed. Whatever an earlier generation put into the tables stays, and the entry says so. */
const rejection = async (
  platform: Platform,
  file: File,
  object: ObjectInfo,
  reason: string,
): Promise<Ending> => {
  const manifest = await manifestsIn(platform.state).read(file.feed, file.fileDate, file.object);
  platform.log.error("file rejected", {
    counter: "file_rejected",
    object: object.name,
    generation: object.generation,
    reason,
  });
  return {
    state: "REJECTED",
    reason,
    serving: manifest && !manifest.retracted ? manifest.generation : undefined,
  };
};
