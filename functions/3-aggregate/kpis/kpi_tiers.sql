-- @uses_tiers bool
-- Brings the copy of the tiers up to date, together with the values that are computed with them. It is empty while no KPI
-- asks for tiers.

create temp table moved_tier_customers as
select distinct customer_id
from (
  select customer_id, tier, valid_from, valid_to
  from metrics.tiers
  where @uses_tiers
  union all
  select customer_id, tier, valid_from, valid_to
  from metrics.kpi_tiers
) as both_versions
group by customer_id, tier, valid_from, valid_to
having count(*) = 1;

delete from metrics.kpi_tiers
where customer_id in (select customer_id from moved_tier_customers);

insert into metrics.kpi_tiers (customer_id, tier, valid_from, valid_to)
select customer_id, tier, valid_from, valid_to
from metrics.tiers
where @uses_tiers and customer_id in (select customer_id from moved_tier_customers);
