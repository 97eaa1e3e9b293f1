-- How many customers are in each tier now.

select tier, count(*) as customers
from metrics.tiers
where valid_to is null
group by tier
order by customers desc, tier;
