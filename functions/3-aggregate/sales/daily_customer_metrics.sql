-- @days array<date>, @first_day date, @last_day date

-- What these days contributed to each customer before. customers.sql subtracts it from the lifetimes.
create temp table days_before as
select
  customer_id, count(*) as days_gone, sum(orders) as orders_gone, sum(items) as items_gone,
  sum(gross) as gross_gone, sum(returns) as returns_gone, sum(net) as net_gone
from metrics.daily_customer_metrics
where business_date between @first_day and @last_day and business_date in unnest(@days)
group by customer_id;

delete from metrics.daily_customer_metrics
where business_date between @first_day and @last_day and business_date in unnest(@days);

insert into metrics.daily_customer_metrics (
  business_date, customer_id, country, orders, return_orders, items, items_returned, unique_products,
  gross, returns, net, return_rate, average_order_value
)
-- Guests are left out: they have no id by which to count them.
with days_of_customers as (
  select
    business_date, customer_id,
    max(country) as country,
    count(distinct if(quantity > 0, invoice_no, null)) as orders,
    count(distinct if(quantity < 0, invoice_no, null)) as return_orders,
    sum(if(quantity > 0, quantity, 0)) as items,
    sum(if(quantity < 0, -quantity, 0)) as items_returned,
    count(distinct stock_code) as unique_products,
    sum(gross) as gross_total, sum(returns) as returns_total, sum(net) as net_total
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days) and not is_guest
  group by business_date, customer_id
)
select
  business_date, customer_id, country, orders, return_orders, items, items_returned, unique_products,
  gross_total, returns_total, net_total,
  safe_divide(cast(returns_total as float64), cast(gross_total as float64)),
  safe_divide(cast(net_total as float64), cast(orders as float64))
from days_of_customers;
