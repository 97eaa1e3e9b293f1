import type { Feed } from "../../shared/contracts/feed.ts";
import { RetryLater } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { type FileId, hashOf, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";
import { StagedFile, type StageReport } from "../../shared/work/report.ts";

/**
 * Puts staged rows in force. The order is the protocol: manifest, token, ledger, wake. Each step is create-only or
 * monotone, so repeating all of them repairs a crash between any two.
 */
export const accept = async (platform: Platform, feed: Feed, report: StageReport): Promise<LedgerEntry> => {
  const { feed: name, object, generation, fileDate, contract } = report;
  const file = { feed: name, object, generation, fileDate };
  const ledger = ledgerIn(platform.state, platform.clock);
  const manifest = await manifestsIn(platform.state).accept(makeManifest(report));
  if (manifest.generation !== generation)
    return ledger.advance(file, {
      state: "SUPERSEDED",
      contract,
      reason: `generation ${manifest.generation} is newer`,
      serving: manifest.generation,
    });
  // An erasure writes its list before it reads manifests. This reads the list after writing one, so one of them notices.
  if (feed.subject !== undefined && (await erasuresIn(platform.state).count()) !== (report.erasures ?? 0))
    throw new RetryLater(`${object}: a person was erased while it was read; it is read again`);
  // A new name each time: a worker may have listed an existing token before this manifest was written.
  const key = `${tokenPrefix(file)}${platform.ids.next()}`;
  const days = union(manifest.days, manifest.staleDays);
  await handOn(platform, "ingest", key, { ...file, days, contract, take: report.take });
  const entry = await ledger.advance(file, { state: "ACCEPTED", contract: feed.digest });
  await wakeNext(platform, "ingest", object);
  return entry;
};

/** The common beginning of the names of a generation's tokens. */
export const tokenPrefix = ({ feed, fileDate, object, generation }: FileId & { fileDate: string }): string =>
  `${feed}/${fileDate}/${hashOf(object)}-${generation}-`;

const makeManifest = (report: StageReport): Manifest => ({
  ...StagedFile.strip().parse(report), // without the report's own figures
  rows: report.rowsKept,
  rejected: report.rowsQuarantined,
  days: report.days.map(({ day }) => day),
  staleDays: [],
  retracted: false,
});
