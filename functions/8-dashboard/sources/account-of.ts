import { SectionMissing } from "../../../shared/serving/read-snapshot.ts";
import { type AccountRisk, accounts } from "../../../shared/serving/sections/accounts.ts";
import type { ValueOrPromise } from "../../../shared/value-or-promise.ts";
import type { Seen } from "./sources.ts";

/** Undefined for who has no open invoices on credit, and before the first publication that has the section. */
export const accountOf = (seen: Seen | undefined, id: string): ValueOrPromise<AccountRisk | undefined> => {
  try {
    return seen?.snapshot.find(accounts, id);
  } catch (error) {
    if (error instanceof SectionMissing) return undefined;
    throw error;
  }
};
