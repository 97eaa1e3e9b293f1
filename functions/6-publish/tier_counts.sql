-- How many customers are in each tier now.

select tier, count(*) as tier_customers
from metrics.tiers
where valid_to is null
group by tier
order by tier_customers desc, tier;
