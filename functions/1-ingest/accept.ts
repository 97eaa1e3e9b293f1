import type { Feed } from "../../shared/contracts/feed.ts";
import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { hashOf, type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
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
      reason: `generation ${manifest.generation} is newer`,
      serving: manifest.generation,
    });
  await dirtySetIn(platform.state).add(
    "clean",
    `${name}/${fileDate}/${hashOf(object)}-${generation}-${contract}`,
    {
      feed: name,
      fileDate,
      days: union(manifest.days, manifest.staleDays),
      object,
      generation,
    },
  );
  const entry = await ledger.advance(file, { state: "ACCEPTED", contract: feed.digest });
  await platform.bus.publish(topicOf("clean"), wake("clean", object));
  return entry;
};

const manifestOf = (report: StageReport): Manifest => ({
  feed: report.feed,
  object: report.object,
  generation: report.generation,
  fileDate: report.fileDate,
  contract: report.contract,
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
