import { tierColumn } from "./sources.ts";

/**
 * Joins `held`, the tier in force on the day of each row of `table as line`. It is looked up once for each customer and day of
 * the rows that `rowsRead` picks: there are far more lines. A formula names columns alone, so its own have names of no table.
 */
export const tierOfDayJoin = (table: string, rowsRead: string): string => `left join (
  select seen.tier_customer, seen.tier_day, tiers.${tierColumn}
  from (
    select distinct line.customer_id as tier_customer, line.business_date as tier_day
    from ${table} as line
    where ${rowsRead}
  ) as seen
  join metrics.tiers as tiers
    on tiers.customer_id = seen.tier_customer
    and tiers.valid_from <= seen.tier_day and (tiers.valid_to is null or tiers.valid_to >= seen.tier_day)
) as held on held.tier_customer = line.customer_id and held.tier_day = line.business_date`;
