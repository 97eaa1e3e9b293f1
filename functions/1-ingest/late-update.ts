import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { tokenPrefix } from "./accept.ts";

/**
 * A slow delivery may write ACCEPTED after clean has loaded the rows, and overwrite LOADED. It made its token before
 * that write: if the token is gone, the rows are loaded, and the entry is corrected.
 */
export const correctLateUpdates = async (
  { state, clock }: Platform,
  entries: readonly LedgerEntry[],
  patience: number,
): Promise<void> => {
  const isOld = ({ at }: LedgerEntry) => clock.now().getTime() - Date.parse(at) >= patience;
  for (const entry of entries.filter((each) => each.state === "ACCEPTED" && isOld(each)))
    if (!(await dirtySetIn(state).waits("clean", tokenPrefix(entry))))
      await ledgerIn(state, clock).advance(entry, { state: "LOADED" });
};
