-- @days array<date>, @first_day date, @last_day date
-- The customers whose lifetimes must be recounted from history: those who lose their first or last day while they keep
-- other days, and those whose lifetime does not fit their days.

-- Active days that these days contributed before.
with before as (
  select customer_id, count(*) as days_gone
  from metrics.daily_customer_metrics
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  group by customer_id
),
-- The first and last of these days on which the customer is active now.
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
