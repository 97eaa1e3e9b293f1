import { z } from "zod";
import type { ShardedSection, WholeSection } from "../section.ts";
import { Ageing } from "./ageing.ts";

const Money = z.number();

/** Why a chance is what it is. Effects are shares of one: 0.12 is 12 points. */
const RiskReason = z.strictObject({
  feature: z.string(),
  words: z.string(),
  value: z.number().nullable(),
  effect: z.number(),
});
export type RiskReason = z.infer<typeof RiskReason>;

const OpenInvoice = z.strictObject({
  invoice: z.string(),
  issuedOn: z.iso.date(),
  dueOn: z.iso.date(),
  currency: z.string(),
  /** What is still to be paid; null if no total is known. */
  amount: Money.nullable(),
  /** Days past its due date on the newest day; 0 if it is not due yet. */
  overdueDays: z.int(),
  disputedOn: z.iso.date().nullable(),
  /** That it is paid after its due date. 1 if it is past it already. */
  chance: z.number().min(0).max(1),
  expectedDaysLate: z.number().nullable(),
  /** amount × chance */
  expectedLoss: Money,
  reasons: z.array(RiskReason),
});
export type OpenInvoice = z.infer<typeof OpenInvoice>;

export const AccountRisk = z.strictObject({
  name: z.string().nullable(),
  branch: z.string().nullable(),
  openAmount: Money,
  overdueAmount: Money,
  expectedLoss: Money,
  /** No outcome of it is known: the chance is that of an average account. */
  isNew: z.boolean(),
  /** A snapshot of the version before has none. */
  ageing: Ageing.optional(),
  /** The largest expected loss first. */
  invoices: z.array(OpenInvoice).min(1),
});
export type AccountRisk = z.infer<typeof AccountRisk>;

/** Every account with open invoices, by account id. */
export const accounts: ShardedSection<AccountRisk> = {
  name: "accounts",
  entry: AccountRisk,
  rows: ({ invoices }) => invoices.length,
};

export const RankedAccount = z.strictObject({
  account: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  openInvoices: z.int(),
  openAmount: Money,
  overdueAmount: Money,
  expectedLoss: Money,
  /** expectedLoss as a share of openAmount */
  chance: z.number(),
  isNew: z.boolean(),
  ageing: Ageing.optional(),
});
export type RankedAccount = z.infer<typeof RankedAccount>;

const CashWeek = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  expected: Money,
  low80: Money,
  high80: Money,
});
export type CashWeek = z.infer<typeof CashWeek>;

export const RiskView = z.strictObject({
  /** The newest day that any invoice or payment tells of; null if there is none. */
  asOf: z.iso.date().nullable(),
  /** Null before a training: the chance is then the account's own late rate. */
  model: z.strictObject({ task: z.string(), version: z.string(), family: z.string() }).nullable(),
  /** The largest expected loss first. */
  accounts: z.array(RankedAccount),
  /** What open invoices bring in; null before a training of payment_week. */
  cash: z.array(CashWeek).nullable(),
  /** How many past weeks the bands are measured on. */
  cashWeeksMeasured: z.int(),
});
export type RiskView = z.infer<typeof RiskView>;

/** The ranking of accounts, and the cash that open invoices bring in. */
export const risk: WholeSection<RiskView> = { name: "risk", content: RiskView };
