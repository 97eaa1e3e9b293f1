-- Runs after daily_customer_metrics.sql in the same transaction, for the customers it found touched.

delete from metrics.customers
where customer_id in (select customer_id from touched_customers);

insert into metrics.customers (
  customer_id, country, first_day, last_day, active_days, orders, items, gross, returns, net
)
select
  customer_id,
  any_value(country having max business_date),
  min(business_date), max(business_date), count(*),
  sum(orders), sum(items), sum(gross), sum(returns), sum(net)
from metrics.daily_customer_metrics
where customer_id in (select customer_id from touched_customers)
group by customer_id;
