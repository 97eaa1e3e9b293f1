import { firstDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params, ScriptJob } from "../../../shared/ports.ts";
import { date, sqlFile, texts, wholeNumber } from "../../../shared/sql.ts";
import { rulesInForce } from "../../../shared/tiers/rules-in-force.ts";
import type { TierRules } from "../../../shared/tiers/tier-rules.ts";
import type { MetricsSubject } from "../subject.ts";

const sql = (name: string) => sqlFile(import.meta.url, name);
const [touched, everyone, replace] = [
  sql("../sales/tier_customers.sql"),
  sql("tier_everyone.sql"),
  sql("tiers.sql"),
];
const steps = { thresholds: sql("steps_by_threshold.sql"), rank: sql("steps_by_rank.sql") };

type Transaction = Pick<ScriptJob, "script" | "params">;

/** Every customer's tiers anew, by the rules in force: asked for when other rules were assigned. */
export const tiers: MetricsSubject = {
  name: "tiers",
  feeds: ["tiers"],
  countPerson: sql("person.sql"),
  rebuild: async ({ state }) => transaction(await rulesInForce(state), everyone),
};

/** The tiers of the customers whose days change: the end of the transaction that changes them. */
export const tiersOfTouched = async ({ state }: Pick<Platform, "state">): Promise<Transaction> => {
  const rules = await rulesInForce(state);
  return transaction(rules, rules.kind === "rank" ? everyone : touched);
};

const transaction = (rules: TierRules, customers: string): Transaction => ({
  script: [customers, steps[rules.kind], replace].join("\n;\n"),
  params: stepParams(rules),
});

const intoTable = /create temp table tier_steps as\s+with /;

/** The steps by any rules as a question, which changes nothing. */
export const stepsQuery = (rules: TierRules): { readonly query: string; readonly params: Params } => ({
  query: steps[rules.kind]
    .replace(intoTable, "with tier_customers as (select customer_id from metrics.customers), ")
    .trim(),
  params: stepParams(rules),
});

const stepParams = (rules: TierRules): Params => ({
  all_days_from: date(firstDate),
  tier_rules: texts(ruleLines(rules)),
  ...(rules.kind === "rank"
    ? {}
    : { window_days: wholeNumber(rules.windowDays), grace_days: wholeNumber(rules.graceDays) }),
});

const ruleLines = (rules: TierRules): string[] =>
  rules.kind === "rank"
    ? rules.tiers.map(({ name, share }, place) => [place, name, share].join("|"))
    : rules.tiers.map(({ name, net, purchaseDays, boughtWithinDays }, level) =>
        [level, name, net.toFixed(2), purchaseDays, boughtWithinDays ?? ""].join("|"),
      );
