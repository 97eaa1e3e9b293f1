-- @moved_from date
-- The days on which a customer's tier is another than when the values were computed last, of those with lines of theirs.

with moved as (
  select distinct customer_id
  from (
    select customer_id, tier, valid_from
    from metrics.tiers
    union all
    select customer_id, tier, valid_from
    from metrics.kpi_tiers
  ) as both_versions
  group by customer_id, tier, valid_from
  having count(*) = 1
)
select distinct business_date as day
from metrics.daily_customer_metrics as own_day
join moved on moved.customer_id = own_day.customer_id
left join metrics.tiers as held
  on held.customer_id = own_day.customer_id
  and held.valid_from <= business_date and (held.valid_to is null or held.valid_to >= business_date)
left join metrics.kpi_tiers as known
  on known.customer_id = own_day.customer_id
  and known.valid_from <= business_date and (known.valid_to is null or known.valid_to >= business_date)
where business_date >= @moved_from and ifnull(held.tier, 'none') <> ifnull(known.tier, 'none')
order by day;
