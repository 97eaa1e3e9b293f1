import { RejectedInput } from "../../../shared/errors.ts";
import { type HoldDecision, holdsIn } from "../../../shared/work/holds.ts";
import { type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";
import { replay } from "../../1-ingest/replay.ts";
import type { Installation } from "../installation.ts";

/** Lets a file in that was held back, or turns it away for good. The next generation of the file is judged afresh. */
export const decideHold = async (
  { platform, settle }: Installation,
  object: string,
  decision: HoldDecision,
): Promise<LedgerEntry | undefined> => {
  const ledger = ledgerIn(platform.state, platform.clock);
  const live = await platform.landing.stat(object);
  const entry = (await ledger.list()).find(
    (one) => one.object === object && one.generation === live?.generation && one.state === "HELD",
  );
  if (!entry)
    throw new RejectedInput(`${object} is not held back; \`daybook quality\` names the files that wait`);
  await holdsIn(platform.state).decide(entry, decision, platform.clock.now());
  await replay(platform)(object);
  await settle();
  return ledger.read(entry);
};
