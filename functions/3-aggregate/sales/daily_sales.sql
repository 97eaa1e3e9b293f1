-- @days array<date>, @first_day date, @last_day date

delete from metrics.daily_sales
where business_date between @first_day and @last_day and business_date in unnest(@days);

-- There are far fewer invoices than lines: the four dimensions are counted over them.
create temp table invoice_totals as
select
  business_date, invoice_no, customer_id,
  ifnull(country, 'UNKNOWN') as country_value, ifnull(store_id, 'UNKNOWN') as store_value,
  ifnull(category, 'UNKNOWN') as category_value,
  count(*) as line_count, logical_or(quantity > 0) as is_order, sum(if(quantity > 0, quantity, 0)) as items_sold,
  sum(gross) as gross_total, sum(returns) as returns_total, sum(net) as net_total
from clean.lines
where business_date between @first_day and @last_day and business_date in unnest(@days)
group by business_date, invoice_no, customer_id, country_value, store_value, category_value;

insert into metrics.daily_sales (
  business_date, dimension, value, lines, orders, items, customers, guest_lines, gross, returns, net
)
-- Every invoice once for the company, and once for each country, store and category of its lines.
with part_totals as (
  select
    'company' as dimension, 'all' as value, business_date, invoice_no, customer_id, line_count, is_order, items_sold,
    gross_total, returns_total, net_total
  from invoice_totals
  union all
  select
    'country', country_value, business_date, invoice_no, customer_id, line_count, is_order, items_sold,
    gross_total, returns_total, net_total
  from invoice_totals
  union all
  select
    'store', store_value, business_date, invoice_no, customer_id, line_count, is_order, items_sold,
    gross_total, returns_total, net_total
  from invoice_totals
  union all
  select
    'category', category_value, business_date, invoice_no, customer_id, line_count, is_order, items_sold,
    gross_total, returns_total, net_total
  from invoice_totals
)
select
  business_date, dimension, value,
  sum(line_count),
  count(distinct if(is_order, invoice_no, null)),
  sum(items_sold),
  count(distinct customer_id),
  sum(if(customer_id is null, line_count, 0)),
  sum(gross_total), sum(returns_total), sum(net_total)
from part_totals
group by business_date, dimension, value;
