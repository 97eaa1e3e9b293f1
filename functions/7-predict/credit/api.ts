import { z } from "zod";
import { AccountRisk, RankedAccount, RiskView } from "../../../shared/serving/sections/accounts.ts";

/** The parameters and replies of questions about invoices on credit. */

export const AccountPath = z.strictObject({ id: z.string().min(1).max(200) });

export const mostAccounts = 1000;

export const RiskQuery = z.strictObject({
  limit: z.coerce.number().pipe(z.int().min(1).max(mostAccounts)).default(50),
  branch: z.string().min(1).max(200).optional(),
  min_amount: z.coerce
    .number()
    .min(0)
    .default(0)
    .describe("Only accounts that owe at least this much in the base currency"),
});
export type RiskQuery = z.infer<typeof RiskQuery>;

export const CashQuery = z.strictObject({
  weeks: z.coerce.number().pipe(z.int().min(1).max(26)).default(13),
});
export type CashQuery = z.infer<typeof CashQuery>;

const source = {
  asOf: z.iso.date().describe("The newest day that any invoice or payment tells of"),
  currency: z.string(),
  model: RiskView.shape.model.describe("Null before a training: the chance is the account's own late rate"),
  snapshot: z.string(),
  stale: z.boolean(),
};

export const AccountAnswer = z.strictObject({ account: z.string(), ...source, ...AccountRisk.shape });
export type AccountAnswer = z.infer<typeof AccountAnswer>;

export const RiskAnswer = z.strictObject({
  ...source,
  matching: z.int().describe("How many accounts fit the question; the list may be shorter"),
  expectedLoss: z.number().describe("Of all accounts that fit"),
  accounts: z.array(RankedAccount),
});
export type RiskAnswer = z.infer<typeof RiskAnswer>;

export const CashAnswer = z.strictObject({
  asOf: source.asOf,
  currency: source.currency,
  snapshot: source.snapshot,
  stale: source.stale,
  says: z.string(),
  weeksMeasured: z.int().describe("On how many past weeks the bands are measured"),
  weeks: RiskView.shape.cash.unwrap(),
});
export type CashAnswer = z.infer<typeof CashAnswer>;
