-- @days array<date>, @first_day date, @last_day date, @cadence string
-- What gross sales consist of, by window: identified customers, their orders, items and sales; the guests' sales; returns.

with picked as (
  select
    case @cadence
      when 'weekly' then date_trunc(business_date, week(monday))
      when 'monthly' then date_trunc(business_date, month)
      else business_date
    end as window_start,
    invoice_no, customer_id, quantity, gross, returns
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
)
select
  cast(window_start as string) as first_day,
  count(distinct if(quantity > 0, customer_id, null)) as customers,
  count(distinct if(quantity > 0 and customer_id is not null, invoice_no, null)) as orders,
  sum(if(quantity > 0 and customer_id is not null, quantity, 0)) as items,
  sum(if(customer_id is not null, gross, numeric '0')) as known_gross,
  sum(if(customer_id is null, gross, numeric '0')) as guest_gross,
  sum(returns) as returned
from picked
group by window_start
order by window_start;
