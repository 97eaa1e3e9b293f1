-- @days array<date>, @first_day date, @last_day date

delete from metrics.daily_sales
where business_date between @first_day and @last_day and business_date in unnest(@days);

insert into metrics.daily_sales (
  business_date, dimension, value, lines, orders, items, customers, guest_lines, gross, returns, net
)
-- Every line once for the company and once for its country, its store and its category.
with line_values as (
  select business_date, 'company' as dimension, 'all' as value, invoice_no, quantity, customer_id, gross, returns, net
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  union all
  select business_date, 'country', ifnull(country, 'UNKNOWN'), invoice_no, quantity, customer_id, gross, returns, net
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  union all
  select business_date, 'store', ifnull(store_id, 'UNKNOWN'), invoice_no, quantity, customer_id, gross, returns, net
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  union all
  select business_date, 'category', ifnull(category, 'UNKNOWN'), invoice_no, quantity, customer_id, gross, returns, net
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
)
select
  business_date, dimension, value,
  count(*),
  count(distinct if(quantity > 0, invoice_no, null)),
  sum(if(quantity > 0, quantity, 0)),
  count(distinct customer_id),
  countif(customer_id is null),
  sum(gross), sum(returns), sum(net)
from line_values
group by business_date, dimension, value;
