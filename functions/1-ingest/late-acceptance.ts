import type { Platform } from "../../shared/platform.ts";
import { isHandedOn } from "../../shared/work/hand-on.ts";
import { type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { tokensOf } from "./accept.ts";

/**
 * A slow delivery may say ACCEPTED when clean is done with the rows, and so write over what clean has said. Its token
 * was there before it said so: once that is gone, the rows have been taken up.
 */
export const correctLateWords = async (
  platform: Platform,
  entries: readonly LedgerEntry[],
  patience: number,
): Promise<void> => {
  const isOld = ({ at }: LedgerEntry) => platform.clock.now().getTime() - Date.parse(at) >= patience;
  for (const entry of entries.filter((each) => each.state === "ACCEPTED" && isOld(each)))
    if (!(await isHandedOn(platform, "ingest", tokensOf(entry))))
      await ledgerIn(platform.state, platform.clock).advance(entry, { state: "LOADED" });
};
