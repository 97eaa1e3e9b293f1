import type { Feed } from "../../shared/contracts/feed.ts";
import { RetryLater } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { type FileId, hashOf, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";
import type { StageReport } from "../../shared/work/report.ts";

/**
 * Puts staged rows in force. The order is the protocol: manifest, then token, then ledger, then wake. Each
 * step is create-only or monotone, so a crash between any two is healed by doing them all again.
 */
export const accept = async (platform: Platform, feed: Feed, report: StageReport): Promise<LedgerEntry> => {
  const { feed: name, object, generation, fileDate, contract } = report;
  const file = { feed: name, object, generation, fileDate };
  const ledger = ledgerIn(platform.state, platform.clock);
  const manifest = await manifestsIn(platform.state).accept(manifestOf(report));
  if (manifest.generation !== generation)
    return ledger.advance(file, {
      state: "SUPERSEDED",
      contract,
      reason: `generation ${manifest.generation} is newer`,
      serving: manifest.generation,
    });
  // Someone was erased meanwhile: whoever erases looks at manifests after the list, this looks the other way round.
  if (feed.subject !== undefined && (await erasuresIn(platform.state).count()) !== (report.erasures ?? 0))
    throw new RetryLater(`${object}: somebody was erased while it was read; it is read again`);
  await handOn(
    platform,
    "ingest",
    // A name of its own: a token that is there already may have been listed before this manifest was written.
    `${tokensOf(file)}${platform.ids.next()}`,
    {
      feed: name,
      fileDate,
      days: union(manifest.days, manifest.staleDays),
      object,
      generation,
      contract,
      take: report.take,
    },
  );
  const entry = await ledger.advance(file, { state: "ACCEPTED", contract: feed.digest });
  await wakeNext(platform, "ingest", object);
  return entry;
};

/** What the names of a generation's tokens begin with. */
export const tokensOf = ({ feed, fileDate, object, generation }: FileId & { fileDate: string }): string =>
  `${feed}/${fileDate}/${hashOf(object)}-${generation}-`;

const manifestOf = (report: StageReport): Manifest => ({
  feed: report.feed,
  object: report.object,
  generation: report.generation,
  fileDate: report.fileDate,
  contract: report.contract,
  take: report.take,
  erasures: report.erasures,
  size: report.size,
  crc32c: report.crc32c,
  parts: report.parts,
  rejects: report.rejects,
  rows: report.rowsKept,
  rejected: report.rowsQuarantined,
  days: report.days.map(({ day }) => day),
  staleDays: [],
  retracted: false,
});
