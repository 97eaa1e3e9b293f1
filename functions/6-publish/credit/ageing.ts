import { rounded } from "../../../shared/learning/amounts.ts";
import type { OpenInvoice } from "../../../shared/serving/sections/accounts.ts";
import { type Ageing, ageOf } from "../../../shared/serving/sections/ageing.ts";

/** An account's open invoices by how long they are overdue. */
export const ageingOf = (
  invoices: readonly OpenInvoice[],
  amountInBase: (invoice: string) => number,
): Ageing => {
  const ageing: Ageing = {};
  for (const { invoice, overdueDays } of invoices) {
    const age = ageOf(overdueDays);
    const [count, amount] = ageing[age] ?? [0, 0];
    ageing[age] = [count + 1, rounded(amount + amountInBase(invoice))];
  }
  return ageing;
};
