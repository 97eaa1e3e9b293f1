-- The earliest day from which some customer's tier is another than when the values were computed last; null if none is.

select min(valid_from) as moved_from
from (
  select customer_id, tier, valid_from
  from (
    select customer_id, tier, valid_from
    from metrics.tiers
    union all
    select customer_id, tier, valid_from
    from metrics.kpi_tiers
  ) as both_versions
  group by customer_id, tier, valid_from
  having count(*) = 1
) as moved;
