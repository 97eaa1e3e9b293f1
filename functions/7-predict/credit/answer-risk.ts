import { rounded } from "../../../shared/learning/amounts.ts";
import { oncePer } from "../../../shared/memoize.ts";
import { Problem } from "../../../shared/routes/problem.ts";
import {
  accounts,
  type RankedAccount,
  type RiskView,
  risk,
} from "../../../shared/serving/sections/accounts.ts";
import { andThen, type ValueOrPromise } from "../../../shared/value-or-promise.ts";
import { isStale, type ServingState } from "../serving-state.ts";
import type { AccountAnswer, CashAnswer, CashQuery, RiskAnswer, RiskQuery } from "./api.ts";

/** The open invoices of an account, each with its chance to be late and why. */
export const answerAccount = (state: ServingState, account: string): ValueOrPromise<AccountAnswer> => {
  const source = sourceOf(state);
  return andThen(state.snapshot.value.find(accounts, account), (found) => {
    if (!found) throw new Problem("not-found", `account "${account}" has no open invoice`);
    return { account, ...source, ...found };
  });
};

/** Whom to call first: accounts by what they are expected to pay late. */
export const answerRisk = (state: ServingState, { limit, branch, min_amount }: RiskQuery): RiskAnswer => {
  const source = sourceOf(state);
  const all = state.snapshot.value.section(risk).accounts;
  const fitting =
    branch === undefined && min_amount === 0
      ? all
      : all.filter(
          (each) => each.openAmount >= min_amount && (branch === undefined || each.branch === branch),
        );
  return {
    ...source,
    matching: fitting.length,
    expectedLoss: totalLoss(fitting).sum,
    accounts: fitting.slice(0, limit),
  };
};

/** Summed once for the list of a snapshot. */
const totalLoss = oncePer((list: readonly RankedAccount[]): { readonly sum: number } => ({
  sum: rounded(list.reduce((sum, { expectedLoss }) => sum + expectedLoss, 0)),
}));

export const answerCash = (state: ServingState, { weeks }: CashQuery): CashAnswer => {
  const { model: _, ...source } = sourceOf(state);
  const { cash, cashWeeksMeasured } = state.snapshot.value.section(risk);
  if (!cash)
    throw new Problem(
      "not-ready",
      "no model for payment_week has been trained yet: the nightly training makes one, or `daybook train payment_week`",
    );
  return {
    ...source,
    says: "What the invoices that are open now bring in each week; invoices that are issued later come on top",
    weeksMeasured: cashWeeksMeasured,
    weeks: cash.slice(0, weeks),
  };
};

const sourceOf = (state: ServingState) => {
  const { value } = state.snapshot;
  const { asOf, model }: RiskView = value.section(risk);
  if (asOf === null)
    throw new Problem("not-found", "there is no open invoice: drop accounts, invoices and payments first");
  const { currency, id } = value.manifest;
  return { asOf, currency, model, snapshot: id, stale: isStale(state, asOf) };
};
