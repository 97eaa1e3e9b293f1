import { dayOf, firstDate, isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { date, dates, sqlFile, text, wholeNumber } from "../../../shared/sql.ts";
import { rulesInForce } from "../../../shared/tiers/rules-in-force.ts";
import type { TierRules } from "../../../shared/tiers/tier-rules.ts";
import { amountIn, counted } from "../../../shared/words.ts";

const sql = (name: string) => sqlFile(import.meta.url, name);
const [historySql, standingSql, rowsSql] = [
  sql("tier_history.sql"),
  sql("tier_standing.sql"),
  sql("tier_rows.sql"),
];

type Thresholds = Extract<TierRules, { kind: "thresholds" }>;

/** A customer's tiers, what brought each about, and what is missing to the next one. */
export const showTiers = async ({ warehouse, state, company }: Platform, customer: string) => {
  const rules = await rulesInForce(state);
  const history = await warehouse.query(historySql, { customer: text(customer) });
  if (history.length === 0)
    throw new RejectedInput(`no customer ${customer} has a tier: nobody of this id has bought anything`);
  const days = [...new Set(history.map((row) => String(row["valid_from"])))].sort();
  const rows = await warehouse.query(rowsSql, {
    customer: text(customer),
    on_days: dates(days),
    first_day: date(days[0] ?? firstDate),
    last_day: date(days.at(-1) ?? firstDate),
  });
  const tier = String(history.at(-1)?.["tier"]);
  const next =
    rules.kind === "thresholds"
      ? await nextTier(warehouse, rules, customer, tier, company.baseCurrency)
      : null;
  return { customer, rules: rules.name, tier, next, history, rows };
};

const nextTier = async (
  warehouse: Platform["warehouse"],
  rules: Thresholds,
  customer: string,
  tier: string,
  currency: string,
) => {
  const wanted = rules.tiers[rules.tiers.findIndex(({ name }) => name === tier) + 1];
  if (!wanted) return null;
  const [standing] = await warehouse.query(standingSql, {
    customer: text(customer),
    window_days: wholeNumber(rules.windowDays),
    days_from: date(firstDate),
  });
  const net = wanted.net - Number(standing?.["net"] ?? 0);
  const days = wanted.purchaseDays - Number(standing?.["purchase_days"] ?? 0);
  const asOf = String(standing?.["as_of"]);
  const last = standing?.["last_bought"] ?? null;
  const { boughtWithinDays: within } = wanted;
  const recent =
    within === undefined || (last !== null && dayOf(String(last)) >= dayOf(isoDate(dayOf(asOf) - within)));
  const missing = [
    ...(net > 0 ? [amountIn(currency, net)] : []),
    ...(days > 0 ? [counted(days, "purchase day")] : []),
    ...(recent || days > 0 ? [] : ["a purchase"]),
  ];
  return {
    tier: wanted.name,
    net: Math.max(0, Math.round(net * 100) / 100),
    purchaseDays: Math.max(0, days),
    words: missing.length === 0 ? `${wanted.name} is reached` : `${missing.join(" and ")} to ${wanted.name}`,
  };
};
