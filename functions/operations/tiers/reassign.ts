import { topicOf, wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile } from "../../../shared/sql.ts";
import { assignRules, rulesInForce } from "../../../shared/tiers/rules-in-force.ts";
import type { TierRules } from "../../../shared/tiers/tier-rules.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { stepsQuery } from "../../3-aggregate/tiers/tiers.ts";
import type { Installation } from "../installation.ts";

const countsSql = sqlFile(import.meta.url, "tier_counts.sql");

/** How many customers are in each tier, in the order of the rules. */
export type TierCounts = Readonly<Record<string, number>>;

/** Puts rules in force, or keeps those that are, and has every customer's tiers computed anew. */
export const reassignTiers = async ({ platform, settle }: Installation, rules?: TierRules) => {
  if (rules) await assignRules(platform.state, rules);
  const inForce = rules ?? (await rulesInForce(platform.state));
  const asOf = await newestDay(platform);
  if (asOf !== null) {
    const token = { feed: "tiers", fileDate: asOf, days: [asOf] };
    await dirtySetIn(platform.state).add("aggregate", `tiers/${platform.ids.next()}`, token);
    await platform.bus.publish(topicOf("aggregate"), wake("aggregate", "tiers"));
    await settle();
  }
  return { rules: inForce.name, asOf, tiers: await countTiers(platform, inForce) };
};

export const countTiers = async (
  { warehouse }: Pick<Platform, "warehouse">,
  rules: TierRules,
): Promise<TierCounts> => {
  const rows = await warehouse.query(countsSql);
  return inOrder(rules, new Map(rows.map((row) => [String(row["tier"]), Number(row["customers"])])));
};

/** What these rules would change, without changing anything. */
export const tryTiers = async (
  { warehouse, state }: Pick<Platform, "warehouse" | "state">,
  rules?: TierRules,
) => {
  const wanted = rules ?? (await rulesInForce(state));
  const { query, params } = stepsQuery(wanted);
  const then = new Map<string, string>();
  for (const row of await warehouse.query(query, params)) {
    const [from, next, asOf] = [String(row["on_date"]), row["next_on"], String(row["as_of"])];
    if (from <= asOf && (next === null || String(next) > asOf))
      then.set(String(row["customer_id"]), String(row["tier_name"]));
  }
  const now = new Map<string, string>();
  for (const row of await warehouse.query(
    "select customer_id, tier from metrics.tiers where valid_to is null",
  ))
    now.set(String(row["customer_id"]), String(row["tier"]));
  return {
    rules: wanted.name,
    asOf: null,
    dryRun: true,
    tiers: inOrder(wanted, tally(then.values())),
    moves: moves(now, then),
  };
};

const moves = (now: ReadonlyMap<string, string>, then: ReadonlyMap<string, string>) => {
  const changed = [...then].filter(([customer, tier]) => now.get(customer) !== tier);
  return Object.fromEntries(
    tally(changed.map(([customer, tier]) => `${now.get(customer) ?? "none"} to ${tier}`)),
  );
};

const tally = (words: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

const inOrder = ({ tiers }: TierRules, counts: ReadonlyMap<string, number>): TierCounts =>
  Object.fromEntries(tiers.map(({ name }) => [name, counts.get(name) ?? 0]));

const newestDay = async ({ warehouse }: Pick<Platform, "warehouse">): Promise<string | null> => {
  const [row] = await warehouse.query(
    "select max(business_date) as newest from metrics.daily_sales where dimension = 'company'",
  );
  const newest = row?.["newest"] ?? null;
  return newest === null ? null : String(newest);
};
