-- @since date, @last_day date, @after string
-- One page of what each customer bought in most orders, at most five products, in the order of the snapshot's shards.
-- A year's partitions are read, and of them few columns. Guests and returns are left out. Names, and the order of
-- products bought equally often, depend on nothing but the lines.

with bought as (
  select
    customer_id, stock_code as product, max(nullif(description, 'UNKNOWN')) as named,
    count(distinct invoice_no) as orders_with, sum(quantity) as items_bought, sum(gross) as gross_value
  from clean.lines
  where business_date between @since and @last_day and not is_guest and quantity > 0 and customer_id > @after
  group by customer_id, stock_code
)
select
  customer_id, product, named, orders_with, cast(items_bought as float64) as items_sold,
  cast(gross_value as float64) as gross_total
from bought
qualify row_number() over (partition by customer_id order by orders_with desc, gross_value desc, product) <= 5
order by customer_id, orders_with desc, gross_value desc, product
limit 500000;
