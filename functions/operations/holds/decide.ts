import { RejectedInput } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type HoldDecision, holdsIn } from "../../../shared/work/holds.ts";
import { type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";
import { reopen, replay } from "../../1-ingest/replay.ts";
import type { Installation } from "../installation.ts";

/** Lets a file in that was held back, or turns it away for good. The next generation of the file is judged afresh. */
export const decideHold = async (
  { platform, settle }: Installation,
  object: string,
  decision: HoldDecision,
): Promise<LedgerEntry | undefined> => {
  const entry = await decided(platform, object, decision);
  await replay(platform)(object);
  await settle();
  return ledgerIn(platform.state, platform.clock).read(entry);
};

/**
 * The same from a page, which does not wait for the stages after ingest. A deployment's pages have no right to the rows
 * of files: there the next sweep reads the file.
 */
export const decideHoldFromPage = async (
  platform: Platform,
  object: string,
  decision: HoldDecision,
): Promise<void> => {
  const entry = await decided(platform, object, decision);
  if (platform.behindProxy) await reopen(platform, entry);
  else await replay(platform)(object);
};

const decided = async (platform: Platform, object: string, decision: HoldDecision): Promise<LedgerEntry> => {
  const live = await platform.landing.stat(object);
  const entry = (await ledgerIn(platform.state, platform.clock).list()).find(
    (one) => one.object === object && one.generation === live?.generation && one.state === "HELD",
  );
  if (!entry)
    throw new RejectedInput(`${object} is not held back; \`daybook quality\` names the files that wait`);
  const counts = await holdsIn(platform.state).decide(entry, decision, platform.clock.now());
  if (counts !== decision) throw new RejectedInput(`${object} was ${counts} by somebody else just now`);
  return entry;
};
