-- @days array<date>, @first_day date, @last_day date, @history_from date, @recounted array<string>, @recount_all bool
-- Runs after daily_customer_metrics.sql in the same transaction. A lifetime changes by the difference between what these
-- days contributed before and now. Customers who lost their first or last day (lost_days.sql) are recounted from history.

-- What these days contribute now, per customer.
create temp table days_now as
select
  customer_id, min(business_date) as first_now, max(business_date) as last_now,
  any_value(country having max business_date) as country_now, count(*) as days_more, sum(orders) as orders_more,
  sum(items) as items_more, sum(gross) as gross_more, sum(returns) as returns_more, sum(net) as net_more
from metrics.daily_customer_metrics
where business_date between @first_day and @last_day and business_date in unnest(@days)
group by customer_id;

create temp table touched_customers as
select customer_id from days_before
union distinct
select customer_id from days_now;

create temp table lifetimes as
-- Lifetimes without these days (other_…), beside what these days contribute now.
with counted as (
  select
    touched.customer_id, known.first_day as first_known, known.last_day as last_known, known.country as country_known,
    ifnull(known.active_days, 0) - ifnull(days_gone, 0) as other_days,
    ifnull(known.orders, 0) - ifnull(orders_gone, 0) as other_orders,
    ifnull(known.items, 0) - ifnull(items_gone, 0) as other_items,
    ifnull(known.gross, numeric '0') - ifnull(gross_gone, numeric '0') as other_gross,
    ifnull(known.returns, numeric '0') - ifnull(returns_gone, numeric '0') as other_returns,
    ifnull(known.net, numeric '0') - ifnull(net_gone, numeric '0') as other_net,
    first_now, last_now, country_now, days_more, orders_more, items_more, gross_more, returns_more, net_more
  from touched_customers as touched
  left join metrics.customers as known on known.customer_id = touched.customer_id
  left join days_before on days_before.customer_id = touched.customer_id
  left join days_now on days_now.customer_id = touched.customer_id
  where not @recount_all and touched.customer_id not in unnest(@recounted)
)
-- A first or last day that only history can tell is null, which its column refuses: the job fails and the retry recounts.
select
  customer_id,
  if(other_days = 0 or last_now >= last_known, country_now, country_known) as country_then,
  case
    when other_days = 0 then first_now
    when first_known not in unnest(@days) then least(first_known, ifnull(first_now, first_known))
    when first_now <= first_known then first_now
  end as first_then,
  case
    when other_days = 0 then last_now
    when last_known not in unnest(@days) then greatest(last_known, ifnull(last_now, last_known))
    when last_now >= last_known then last_now
  end as last_then,
  other_days + ifnull(days_more, 0) as days_then,
  other_orders + ifnull(orders_more, 0) as orders_then,
  other_items + ifnull(items_more, 0) as items_then,
  other_gross + ifnull(gross_more, numeric '0') as gross_then,
  other_returns + ifnull(returns_more, numeric '0') as returns_then,
  other_net + ifnull(net_more, numeric '0') as net_then
from counted
where other_days > 0 or days_more > 0;

delete from metrics.customers
where customer_id in (select customer_id from touched_customers);

insert into metrics.customers (
  customer_id, country, first_day, last_day, active_days, orders, items, gross, returns, net
)
select
  customer_id, country_then, first_then, last_then, days_then, orders_then, items_then, gross_then, returns_then, net_then
from lifetimes;

-- The customers that are recounted from all their days.
insert into metrics.customers (
  customer_id, country, first_day, last_day, active_days, orders, items, gross, returns, net
)
select
  customer_id,
  any_value(country having max business_date),
  min(business_date), max(business_date), count(*),
  sum(orders), sum(items), sum(gross), sum(returns), sum(net)
from metrics.daily_customer_metrics
where business_date >= @history_from
  and (@recount_all or customer_id in unnest(@recounted))
  and customer_id in (select customer_id from touched_customers)
group by customer_id;
