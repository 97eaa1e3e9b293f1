import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { tokensOf } from "./accept.ts";

/**
 * A slow delivery may say ACCEPTED when clean is done with the rows, and so write over what clean has said. Its token
 * was there before it said so: once that is gone, the rows have been taken up.
 */
export const correctLateWords = async (
  { state, clock }: Platform,
  entries: readonly LedgerEntry[],
  patience: number,
): Promise<void> => {
  const isOld = ({ at }: LedgerEntry) => clock.now().getTime() - Date.parse(at) >= patience;
  for (const entry of entries.filter((each) => each.state === "ACCEPTED" && isOld(each)))
    if (!(await dirtySetIn(state).waits("clean", tokensOf(entry))))
      await ledgerIn(state, clock).advance(entry, { state: "LOADED" });
};
