import { dayOf } from "../../../shared/dates.ts";
import { rounded } from "../../../shared/learning/amounts.ts";
import type { Family } from "../../../shared/learning/model.ts";
import type { Platform } from "../../../shared/platform.ts";
import { byBytes } from "../../../shared/serving/id-order.ts";
import {
  type AccountRisk,
  accounts,
  type OpenInvoice,
  type RankedAccount,
  type RiskView,
  risk,
} from "../../../shared/serving/sections/accounts.ts";
import { type NewSection, shardedSection, wholeSection } from "../../../shared/serving/write-parts.ts";
import { ageingOf } from "./ageing.ts";
import { creditModel } from "./credit-models.ts";
import { type OpenRow, readLastDay, readOpenInvoices } from "./open-invoices.ts";
import { openTask, type Scores, scoreOpen, weekTask } from "./score-open.ts";
import { cashWeeks, expectedDaysLate, measureBands, weeklyChances } from "./weekly-cash.ts";

/** The sections about invoices on credit: every account with what it owes, the ranking, and the cash to come. */
export const creditSections = async (
  platform: Platform,
  families: ReadonlyMap<string, Family>,
): Promise<readonly NewSection[]> => {
  const invoices = await readOpenInvoices(platform);
  const late = await creditModel(platform, families, openTask);
  const week = await creditModel(platform, families, weekTask);
  const scores = await scoreOpen(platform.warehouse, invoices, late);
  const weekly = week && scores ? weeklyChances(week, scores.inputs) : undefined;
  const ranked = scores ? accountsByRisk(invoices, scores, weekly) : [];
  const asOf = await readLastDay(platform);
  const bands = week && measureBands(week.card);
  const view: RiskView = {
    asOf,
    model: late ? { task: late.task.name, version: late.card.version, family: late.card.family } : null,
    accounts: ranked.map(rankedAccount),
    cash:
      scores && weekly && bands
        ? cashWeeks(weekly, openAmounts(invoices, scores), scores.moment, bands)
        : null,
    cashWeeksMeasured: bands?.weeks ?? 0,
  };
  return [wholeSection(risk, view), shardedSection(accounts, inIdOrder(ranked))];
};

type Ranked = readonly [account: string, risk: AccountRisk];

async function* inIdOrder(ranked: readonly Ranked[]) {
  yield* ranked.toSorted(([one], [other]) => byBytes(one, other));
}

/** The largest expected loss first, of accounts and of the invoices in each. */
export const accountsByRisk = (
  invoices: readonly OpenRow[],
  scores: Scores,
  weekly: Float64Array | undefined,
): readonly Ranked[] =>
  [...Map.groupBy(invoices, ({ account_id }) => account_id)]
    .map(([account, own]): Ranked => [account, accountRisk(own, scores, weekly)])
    .sort(([, one], [, other]) => other.expectedLoss - one.expectedLoss);

const accountRisk = (
  own: readonly OpenRow[],
  scores: Scores,
  weekly: Float64Array | undefined,
): AccountRisk => {
  const open = own
    .map((invoice) => openInvoice(invoice, scores, weekly))
    .sort((one, other) => other.expectedLoss - one.expectedLoss);
  const inBase = new Map(
    own.map(({ invoice_id, open_amount, rate }) => [invoice_id, (open_amount ?? 0) * rate]),
  );
  const total = (of: readonly OpenInvoice[]) =>
    rounded(of.reduce((sum, { invoice }) => sum + (inBase.get(invoice) ?? 0), 0));
  const firstRow = own.map(({ invoice_id }) => scores.rowOf.get(invoice_id)).find((row) => row !== undefined);
  return {
    name: own[0]?.company_name ?? null,
    branch: own[0]?.branch_name ?? null,
    openAmount: total(open),
    overdueAmount: total(open.filter(({ overdueDays }) => overdueDays > 0)),
    expectedLoss: rounded(open.reduce((sum, { expectedLoss }) => sum + expectedLoss, 0)),
    isNew: firstRow === undefined || scores.isNew(firstRow),
    ageing: ageingOf(open, (invoice) => inBase.get(invoice) ?? 0),
    invoices: open,
  };
};

/** An invoice past its due date is late already, whatever a model says. */
const openInvoice = (
  { invoice_id, issued_on, due_on, currency, disputed_on, open_amount, rate, last_day }: OpenRow,
  { rowOf, chances, reasons }: Scores,
  weekly: Float64Array | undefined,
): OpenInvoice => {
  const overdueDays = Math.max(0, dayOf(last_day) - dayOf(due_on));
  const row = rowOf.get(invoice_id);
  // Long past its due date an invoice is asked about no more.
  const chance = overdueDays > 0 || row === undefined ? 1 : (chances[row] ?? 1);
  const daysToDue = dayOf(due_on) - dayOf(last_day) - 1;
  return {
    invoice: invoice_id,
    issuedOn: issued_on,
    dueOn: due_on,
    currency,
    amount: open_amount === null ? null : rounded(open_amount),
    overdueDays,
    disputedOn: disputed_on,
    chance: Math.round(chance * 1e6) / 1e6,
    expectedDaysLate:
      weekly && row !== undefined ? Math.round(expectedDaysLate(weekly, row, daysToDue) * 10) / 10 : null,
    expectedLoss: rounded((open_amount ?? 0) * rate * chance),
    reasons: overdueDays > 0 || row === undefined ? [] : [...(reasons.get(row) ?? [])],
  };
};

export const rankedAccount = ([account, of]: Ranked): RankedAccount => ({
  account,
  name: of.name,
  branch: of.branch,
  openInvoices: of.invoices.length,
  openAmount: of.openAmount,
  overdueAmount: of.overdueAmount,
  expectedLoss: of.expectedLoss,
  chance: of.openAmount === 0 ? 0 : Math.round((of.expectedLoss / of.openAmount) * 1e6) / 1e6,
  isNew: of.isNew,
  ageing: of.ageing,
});

/** What each row would bring in, in the base currency. */
const openAmounts = (invoices: readonly OpenRow[], { rowOf, inputs }: Scores): Float64Array => {
  const amounts = new Float64Array(inputs.rows);
  for (const { invoice_id, open_amount, rate } of invoices) {
    const row = rowOf.get(invoice_id);
    if (row !== undefined) amounts[row] = (open_amount ?? 0) * rate;
  }
  return amounts;
};
