import type { Platform } from "../../shared/platform.ts";
import { isHandedOn } from "../../shared/work/hand-on.ts";
import { type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { tokenPrefix } from "./accept.ts";

/**
 * A slow delivery may write ACCEPTED after clean has loaded the rows, and overwrite LOADED. It made its token before
 * that write: if the token is gone, the rows are loaded, and the entry is corrected.
 */
export const correctLateUpdates = async (
  platform: Platform,
  entries: readonly LedgerEntry[],
  patience: number,
): Promise<void> => {
  const isOld = ({ at }: LedgerEntry) => platform.clock.now().getTime() - Date.parse(at) >= patience;
  for (const entry of entries.filter((each) => each.state === "ACCEPTED" && isOld(each)))
    if (!(await isHandedOn(platform, "ingest", tokenPrefix(entry))))
      await ledgerIn(platform.state, platform.clock).advance(entry, { state: "LOADED" });
};
