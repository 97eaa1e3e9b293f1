import { subjectText } from "../../../shared/contracts/feed.ts";
import type { Eraser, Remnant, Subject } from "../../../shared/erasure.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type ErasedFile, noteRequest } from "../../../shared/work/erasure-requests.ts";
import { erasuresIn } from "../../../shared/work/erasures.ts";
import { wakeNext } from "../../../shared/work/hand-on.ts";
import { writeJson } from "../../../shared/work/json-object.ts";
import { hashOf, ledgerIn } from "../../../shared/work/ledger.ts";
import { stagedRows } from "../../1-ingest/erase-staged.ts";
import { findPerson } from "../../1-ingest/find-person.ts";
import { rawAndClean } from "../../2-clean/erase-lines.ts";
import { customerMetrics } from "../../3-aggregate/erase-metrics.ts";
import { causes } from "../../4-analyze/erase-insights.ts";
import { predictions } from "../../6-publish/erase-predictions.ts";
import { snapshots } from "../../6-publish/erase-snapshots.ts";
import type { Installation } from "../installation.ts";
import { type Certificate, certificateText, makeCertificate, type Searched } from "./certificate.ts";
import { namesOfPerson } from "./names-of-person.ts";

const folder = "erasures/v1";

/** In the order of the data. A stage that stores rows of people adds its eraser here. */
const erasers: readonly Eraser[] = [stagedRows, rawAndClean, customerMetrics, causes, predictions, snapshots];

/** The files whose staged rows hold the person. */
export const findErasable = async (platform: Platform, given: string): Promise<readonly ErasedFile[]> =>
  filesNaming(platform, given, await namesOfPerson(platform, normalId(platform, given)));

const filesNaming = async (
  platform: Platform,
  given: string,
  ids: readonly string[],
): Promise<readonly ErasedFile[]> => {
  const objects = new Map(
    (await ledgerIn(platform.state, platform.clock).list()).map(({ object }) => [hashOf(object), object]),
  );
  const names = new Set(ids);
  const holdings = await findPerson(platform, { id: given, is: (other) => names.has(other) });
  return holdings
    .map(({ objectHash, generation, feed, rows }) => ({
      object: objects.get(objectHash) ?? `(object ${objectHash})`,
      generation,
      feed,
      rows,
    }))
    .sort((left, right) => (left.object < right.object ? -1 : 1));
};

/**
 * Erases a person's rows from everything made from files, for good: first the list that ingest obeys, then what was
 * staged before, then the tables, which are rebuilt from it. After a stop at any point it can be run again.
 * `evenIfUnknown` keeps the person out of future files, even if no row of theirs is here.
 */
export const erase = async (
  installation: Installation,
  given: string,
  { evenIfUnknown = false } = {},
): Promise<Certificate> => {
  const { platform } = installation;
  const { state } = platform;
  const id = normalId(platform, given);
  const names = await namesOfPerson(platform, id);
  const found = await filesNaming(platform, id, names);
  const known = await erasuresIn(state).hashOf(id);
  if (found.length === 0 && known === undefined && !evenIfUnknown)
    throw new RejectedInput(
      `no row of this customer is here: nothing was erased. Check that the id is spelled as in the tables. To keep its future rows out anyway, add --even-if-unknown`,
    );
  // A change may have given the person another id: the data under earlier ones, and later ones, goes first.
  for (const name of names)
    if (name !== id) await eraseName(installation, name, await findErasable(platform, name));
  return eraseName(installation, id, found);
};

const eraseName = async (
  { platform, settle }: Installation,
  id: string,
  found: readonly ErasedFile[],
): Promise<Certificate> => {
  const { state, clock } = platform;
  const subject: Subject = { id, hash: await erasuresIn(state).add(id, clock.now()) };
  const request = await noteRequest(state, subject.hash, found, clock.now());
  for (const eraser of erasers) await eraser.erase?.(platform, subject);
  await wakeNext(platform, "ingest", "erasure");
  await settle();
  for (const eraser of erasers) await eraser.finish?.(platform, subject);
  // The snapshot in force may have taken over what the tables no longer hold: then it is rebuilt, and the old one goes.
  if ((await remnantsOf(platform, subject)).length > 0) {
    await settle();
    for (const eraser of erasers) await eraser.finish?.(platform, subject);
  }
  const checked = await check(platform, subject);
  // Removed rows stay in free pages of local files until these are written anew.
  await platform.rewriteFiles?.();
  await writeJson(state, `${folder}/retrain/${subject.hash}.json`, {
    subject: subject.hash,
    requested: request.requested,
    at: clock.now().toISOString(),
  });
  const certificate = await makeCertificate(platform, request, checked);
  await writeJson(state, `${folder}/certificates/${subject.hash}.json`, certificate);
  await state.write(`${folder}/certificates/${subject.hash}.txt`, certificateText(certificate));
  return certificate;
};

/** The id as ingest writes it. */
const normalId = ({ feeds }: Platform, given: string): string =>
  feeds
    .flatMap(({ columns, subject }) => columns.filter(({ name }) => name === subject))
    .reduce((id, column) => subjectText(column, id), given.trim());

const remnantsOf = async (platform: Platform, subject: Subject): Promise<readonly Remnant[]> => {
  const left: Remnant[] = [];
  for (const { remnants } of erasers)
    left.push(...(await remnants(platform, subject)).filter(({ rows }) => rows > 0));
  return left;
};

/** Throws if any place still holds the person: a certificate must not say otherwise. */
const check = async (platform: Platform, subject: Subject): Promise<readonly Searched[]> => {
  const checked: Searched[] = [];
  for (const { holds, remnants } of erasers) {
    const places = await remnants(platform, subject);
    const left = places.filter(({ rows }) => rows > 0);
    if (left.length > 0)
      throw new Error(
        `rows of this customer are left in ${left.map(({ place, rows }) => `${place} (${rows})`).join(", ")}; run the same command again, and report a bug if they stay`,
      );
    checked.push({ holds, places: places.length });
  }
  return checked;
};
