-- @on_day date
-- on_day = 9999-12-31
-- How many customers are in each tier on a day, and what they have spent.

select held.tier, count(*) as tier_customers, sum(known.net) as net_so_far
from metrics.tiers as held
join metrics.customers as known on known.customer_id = held.customer_id
where (valid_from <= @on_day or @on_day = date '9999-12-31')
  and (valid_to is null or (valid_to >= @on_day and @on_day < date '9999-12-31'))
group by held.tier
order by tier_customers desc, held.tier;
