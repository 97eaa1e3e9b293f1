-- @days array<date>, @first_day date, @last_day date, @history_from date
-- Brings first orders up to date with the changed days. @history_from is the last date of all if no first order is lost.

create temp table orders_now as
select customer_id, min(business_date) as first_now
from metrics.daily_customer_metrics
where business_date between @first_day and @last_day and business_date in unnest(@days) and orders > 0
group by customer_id;

create temp table lost_first_orders as
select known.customer_id
from metrics.first_orders as known
left join orders_now on orders_now.customer_id = known.customer_id
where known.first_order_day in unnest(@days) and (first_now is null or first_now > known.first_order_day);

create temp table found_first_orders as
select customer_id, min(business_date) as found_day
from metrics.daily_customer_metrics
where business_date >= @history_from and orders > 0
  and customer_id in (select customer_id from lost_first_orders)
group by customer_id
union all
select orders_now.customer_id, orders_now.first_now
from orders_now
left join metrics.first_orders as known on known.customer_id = orders_now.customer_id
where (known.customer_id is null or first_now < known.first_order_day)
  and orders_now.customer_id not in (select customer_id from lost_first_orders);

delete from metrics.first_orders
where customer_id in (select customer_id from lost_first_orders)
  or customer_id in (select customer_id from found_first_orders);

insert into metrics.first_orders (customer_id, first_order_day)
select customer_id, found_day
from found_first_orders;
