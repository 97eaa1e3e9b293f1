import type { Feed } from "../../shared/contracts/feed.ts";
import { HeldInput, messageOf, RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { erasuresIn, nobody } from "../../shared/work/erasures.ts";
import { holdsIn } from "../../shared/work/holds.ts";
import { type FileId, isAccepted, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";
import { accept } from "./accept.ts";
import { ErasedMeanwhile } from "./fenced-upload.ts";
import { retract } from "./retract.ts";
import { readReport, stageObject } from "./stage-object.ts";
import type { PinnedFile } from "./stage-rows.ts";

export interface File extends FileId {
  readonly fileDate: string;
  /** How often these bytes were read before: see the ledger's `take`. */
  readonly revision: number;
}

type Ending = Pick<LedgerEntry, "state" | "reason" | "serving" | "rows" | "rejected">;

/** Turns a pinned generation into rows in force, or records why there are none. */
export const ingestFile = async (platform: Platform, feed: Feed, file: File): Promise<LedgerEntry> => {
  // Each final state names its contract: another deploy may have written the entry meanwhile.
  const end = (change: Ending) =>
    ledgerIn(platform.state, platform.clock).advance(file, { ...change, contract: feed.digest });
  const object = await platform.landing.stat(file.object, file.generation);
  if (!object) return end(await missingFile(platform, file));
  if (feed.onDelete === "retract" && !(await platform.landing.stat(file.object)))
    return end({ state: "GONE", reason: "it was removed before it was read" });
  const same = await sameBytesServing(platform, feed, file, object);
  if (same !== undefined) {
    const reason = `the same bytes as generation ${same}, which stays`;
    return end({ state: "IGNORED", reason, serving: same });
  }
  try {
    return await stageUnlessHeld(platform, feed, file, object);
  } catch (error) {
    if (error instanceof RejectedInput) return end(await rejection(platform, file, error.message));
    if (error instanceof HeldInput) return end(await hold(platform, file, error));
    await end({ state: "RECEIVED", reason: messageOf(error) });
    throw error;
  }
};

/** The decision is read only where one is needed. A released file is then read once more. */
const stageUnlessHeld = async (platform: Platform, feed: Feed, file: File, object: ObjectInfo) => {
  try {
    return await stageAndAccept(platform, feed, file, object, false);
  } catch (error) {
    if (!(error instanceof HeldInput)) throw error;
    const decision = await holdsIn(platform.state).decisionOn(file);
    if (decision === undefined) throw error;
    if (decision === "refused") throw new RejectedInput(`refused by a person: ${error.message}`);
    return stageAndAccept(platform, feed, file, object, true);
  }
};

const stageAndAccept = async (
  platform: Platform,
  feed: Feed,
  file: File,
  object: ObjectInfo,
  released: boolean,
) => {
  const erased = feed.subject === undefined ? nobody : await erasuresIn(platform.state).read();
  const pinned = { feed, fileDate: file.fileDate, object };
  const revision = await chooseRevision(platform, file, pinned, erased.count);
  const report = await stageObject(platform, { ...pinned, revision }, erased, released).catch(
    async (error: unknown) => {
      if (error instanceof ErasedMeanwhile) await nextRevision(platform, file, revision);
      throw error;
    },
  );
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
  // If the file was removed before the manifest was written, the deletion's own event found nothing to retract.
  if (feed.onDelete === "retract" && !(await platform.landing.stat(object.name)))
    await retract(platform)({ ...object, bucket: platform.landingName });
  return entry;
};

/** A staging from before an erasure must not be used: the next revision has a staging of its own. */
const chooseRevision = async (platform: Platform, file: File, pinned: PinnedFile, erasures: number) => {
  const { revision } = file;
  const before = await readReport(platform, { ...pinned, revision });
  if (!before || (before.erasures ?? 0) === erasures) return revision;
  await nextRevision(platform, file, revision);
  return revision + 1;
};

const nextRevision = (platform: Platform, file: File, revision: number) =>
  ledgerIn(platform.state, platform.clock).advance(file, { state: "RECEIVED", take: revision + 1 });

/**
 * Returns the generation in force if this one repeats it byte for byte: then no row changes. The manifest moves to the
 * later generation, so that a late event for one between the two cannot replace the rows. A generation that a person let in
 * vouches for no other: the same bytes are held back again.
 */
const sameBytesServing = async (platform: Platform, feed: Feed, file: File, object: ObjectInfo) => {
  const manifests = manifestsIn(platform.state);
  const manifest = await manifests.read(file.feed, file.fileDate, file.object);
  const same =
    manifest &&
    (await isTakenUp(platform, { ...file, generation: manifest.generation })) &&
    manifest.generation !== object.generation &&
    !manifest.retracted &&
    manifest.contract === feed.digest &&
    file.revision === 0 &&
    manifest.size === object.size &&
    manifest.crc32c === object.crc32c &&
    (await holdsIn(platform.state).decisionOn({ ...file, generation: manifest.generation })) === undefined;
  return same && (await manifests.confirm(manifest, object.generation)) ? manifest.generation : undefined;
};

/** False if the delivery died between its manifest and its token: then its rows are not loaded. */
const isTakenUp = async (platform: Platform, file: File): Promise<boolean> => {
  const entry = await ledgerIn(platform.state, platform.clock).read(file);
  return entry !== undefined && (isAccepted(entry.state) || entry.state === "IGNORED");
};

const missingFile = async (platform: Platform, file: File): Promise<Ending> => {
  const live = await platform.landing.stat(file.object);
  return live
    ? { state: "SUPERSEDED", reason: `generation ${live.generation} had replaced it before it was read` }
    : { state: "GONE", reason: "it was removed before it was read" };
};

/** Records that the file waits for a person. The rows of an earlier generation stay meanwhile. */
const hold = async (
  platform: Platform,
  file: File,
  { message, rows, rejected }: HeldInput,
): Promise<Ending> => {
  const { feed, fileDate, object, generation } = file;
  const manifest = await manifestsIn(platform.state).read(feed, fileDate, object);
  platform.log.warn("file held back", { counter: "file_held", object, generation, reason: message });
  const serving = manifest && !manifest.retracted ? manifest.generation : undefined;
  return { state: "HELD", reason: message, serving, rows, rejected };
};

/** Records that the file cannot be its feed. The rows of an earlier generation stay, and the entry says so. */
const rejection = async (platform: Platform, file: File, reason: string): Promise<Ending> => {
  const { feed, fileDate, object, generation } = file;
  const manifest = await manifestsIn(platform.state).read(feed, fileDate, object);
  platform.log.error("file rejected", { counter: "file_rejected", object, generation, reason });
  const serving = manifest && !manifest.retracted ? manifest.generation : undefined;
  return { state: "REJECTED", reason, serving };
};
