-- @days array<date>, @first_day date, @last_day date
-- Customers with other days than these whose first or last one is among these, and is not any more once they are redone;
-- and those whose lifetime does not go with their days.

with before as (
  select customer_id, count(*) as days_gone
  from metrics.daily_customer_metrics
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  group by customer_id
),
present as (
  select customer_id, min(business_date) as first_now, max(business_date) as last_now
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days) and not is_guest
  group by customer_id
)
select before.customer_id
from before
left join metrics.customers as known on known.customer_id = before.customer_id
left join present on present.customer_id = before.customer_id
where known.customer_id is null
  or known.active_days < days_gone
  or (
    known.active_days > days_gone
    and (
      (known.first_day in unnest(@days) and (first_now is null or first_now > known.first_day))
      or (known.last_day in unnest(@days) and (last_now is null or last_now < known.last_day))
    )
  )
order by customer_id;
