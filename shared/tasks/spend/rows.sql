-- @as_of array<date>, @horizon_days int64, @only_after_purchase bool, @below string
-- One row per as-of date and customer who bought before it. Only days before the as-of date are read. Sums are over exact
-- numbers (decay weights are whole numbers), so that the order of addition cannot change a digit. Company figures end
-- with the previous month, so that a basket of today cannot move them. Only customers whose digest sorts below @below
-- are read; 'g' reads all.

with asked as ( -- the keys of the rows
  select as_of, customer_id
  from unnest(@as_of) as as_of
  join metrics.daily_customer_metrics
    on business_date < as_of and (business_date = date_sub(as_of, interval 1 day) or not @only_after_purchase)
  where orders > 0 and to_hex(md5(customer_id)) < @below
  group by as_of, customer_id
),
days as ( -- all days of all customers, with the days since the previous purchase
  select
    customer_id, business_date, country, orders, items, unique_products, gross, returns, net,
    if(orders > 0, business_date, null) as bought_on,
    if(orders > 0, date_diff(business_date, max(if(orders > 0, business_date, null)) over (
      partition by customer_id order by business_date rows between unbounded preceding and 1 preceding
    ), day), null) as gap
  from metrics.daily_customer_metrics
),
seen as ( -- the days that each row may look at; age 1 is the day before the as-of date
  select
    as_of, customer_id, business_date, country, orders, items, unique_products, gross, returns, net, bought_on, gap,
    date_diff(as_of, business_date, day) as age
  from asked
  join days using (customer_id)
  where business_date < as_of
),
sums as ( -- one line per row: exact sums over its days
  select
    as_of, customer_id,
    any_value(country having max if(country is null, null, business_date)) as last_country,
    date_diff(as_of, max(bought_on), day) as recency,
    date_diff(as_of, min(bought_on), day) as tenure,
    cast(count(bought_on) as float64) as visits,
    countif(extract(dayofweek from bought_on) = extract(dayofweek from as_of)) as visits_that_weekday,
    cast(sum(orders) as float64) as all_orders,
    cast(sum(items) as float64) as all_items,
    cast(sum(if(orders > 0, unique_products, 0)) as float64) as all_products,
    cast(sum(gross) as float64) as all_gross,
    cast(sum(returns) as float64) as all_returns,
    cast(sum(net) as float64) as all_net,
    cast(max(net) as float64) as best_net,
    cast(any_value(net having max bought_on) as float64) as last_net,
    cast(count(gap) as float64) as gaps,
    cast(sum(gap) as float64) as gap_sum,
    cast(sum(gap * gap) as float64) as gap_squares,
    array_agg(gap ignore nulls order by gap) as gap_list,
    cast(sum(if(age <= 7, net, 0)) as float64) as net_7, sum(if(age <= 7, orders, 0)) as orders_7,
    cast(sum(if(age <= 14, net, 0)) as float64) as net_14, sum(if(age <= 14, orders, 0)) as orders_14,
    cast(sum(if(age <= 30, net, 0)) as float64) as net_30, sum(if(age <= 30, orders, 0)) as orders_30,
    cast(sum(if(age <= 60, net, 0)) as float64) as net_60, sum(if(age <= 60, orders, 0)) as orders_60,
    cast(sum(if(age <= 90, net, 0)) as float64) as net_90, sum(if(age <= 90, orders, 0)) as orders_90,
    cast(sum(if(age <= 180, net, 0)) as float64) as net_180, sum(if(age <= 180, orders, 0)) as orders_180,
    cast(sum(net * cast(pow(0.5, age / 30) * 1e15 as int64)) as float64) / 1e15 as decayed_30,
    cast(sum(net * cast(pow(0.5, age / 90) * 1e15 as int64)) as float64) / 1e15 as decayed_90
  from seen
  group by as_of, customer_id
),
rates as ( -- spend per horizon: over all days, and with half-lives of 30 and 90 days (see customer-features.ts)
  select
    as_of, customer_id,
    all_net / greatest(tenure, 30) * @horizon_days as rate,
    decayed_30 / ((1 - pow(0.5, greatest(tenure, 30) / 30)) * 30 / ln(2)) * @horizon_days as rate_30,
    decayed_90 / ((1 - pow(0.5, greatest(tenure, 30) / 90)) * 90 / ln(2)) * @horizon_days as rate_90,
    safe_divide(gap_sum, gaps) as gap_average,
    6.283185307179586 * extract(dayofyear from date_add(as_of, interval div(@horizon_days, 2) day)) / 365.25
      as season_angle
  from sums
),
company as ( -- the country with most orders, and the average order
  select
    as_of,
    array_agg(value order by orders_there desc, value limit 1)[offset(0)] as home,
    cast(sum(gross_there) as float64) / nullif(cast(sum(orders_there) as float64), 0) as order_value
  from (
    select as_of, sold.value, sum(sold.orders) as orders_there, sum(sold.gross) as gross_there
    from unnest(@as_of) as as_of
    join metrics.daily_sales as sold
      on sold.dimension = 'country' and sold.business_date < date_trunc(date_sub(as_of, interval 1 day), month)
    group by as_of, sold.value
  )
  group by as_of
),
register as ( -- facts from the customer file
  select customer_id, min(joined_on) as joined, cast(max(age) as float64) as years
  from raw.customers
  where not _quarantined
  group by customer_id
),
tiered as ( -- the tier at the end of the month before: by then every ranking of it is over
  select
    sums.as_of, sums.customer_id,
    cast(any_value(tier_level having max valid_from) as float64) as level_then,
    date_diff(sums.as_of, max(valid_from), day) as days_in_tier
  from sums
  join metrics.tiers as tier
    on tier.customer_id = sums.customer_id and valid_from < date_trunc(date_sub(sums.as_of, interval 1 day), month)
  group by sums.as_of, sums.customer_id
)
select
  sums.as_of, sums.customer_id as entity,
  greatest(0.5 * rate_90 + 0.5 * rate, 0)
    + greatest(ifnull(order_value, all_gross / all_orders) * @horizon_days / 3000, 0.01) as expected,
  cast(recency as float64) as days_since_last,
  cast(tenure as float64) as tenure_days,
  recency / gap_average as overdue,
  visits as purchase_days,
  all_orders as orders,
  gap_average as gap_mean,
  (gap_list[safe_offset(div(array_length(gap_list) - 1, 2))]
    + gap_list[safe_offset(div(array_length(gap_list), 2))]) / 2 as gap_median,
  if(gaps > 1, sqrt((gaps * gap_squares - gap_sum * gap_sum) / (gaps * (gaps - 1))), null) as gap_sd,
  cast(orders_7 as float64) as orders_7d, cast(orders_14 as float64) as orders_14d,
  cast(orders_30 as float64) as orders_30d, cast(orders_60 as float64) as orders_60d,
  cast(orders_90 as float64) as orders_90d, cast(orders_180 as float64) as orders_180d,
  all_gross as gross,
  all_net as net,
  greatest(all_net, 0) / all_orders as average_order_value,
  greatest(best_net, 0) as best_day,
  last_net as last_day_value,
  net_7 as net_7d, net_14 as net_14d, net_30 as net_30d, net_60 as net_60d, net_90 as net_90d, net_180 as net_180d,
  rate as run_rate,
  rate_30 as ewma_30d,
  rate_90 as ewma_90d,
  net_30 - (net_90 - net_30) / 2 as trend,
  -- More may come back than was bought in the days that are known.
  if(all_returns > all_gross, 1.0, safe_divide(all_returns, all_gross)) as return_share,
  all_items / all_orders as items_per_order,
  all_products / visits as products_per_day,
  safe_divide(all_gross, all_items) as value_per_item,
  cast(extract(dayofweek from sums.as_of) as float64) as weekday,
  sin(season_angle) as season_sin,
  cos(season_angle) as season_cos,
  (visits_that_weekday + 3 / 7) / (visits + 3) as weekday_share,
  case when last_country = home then 1.0 when last_country <> home then 0.0 end as home_country,
  if(joined < sums.as_of, cast(date_diff(sums.as_of, joined, day) as float64), null) as member_days,
  years as age_years,
  level_then as tier_level,
  cast(days_in_tier as float64) as tier_days
from sums
join rates on rates.as_of = sums.as_of and rates.customer_id = sums.customer_id
left join company on company.as_of = sums.as_of
left join register on register.customer_id = sums.customer_id
left join tiered on tiered.as_of = sums.as_of and tiered.customer_id = sums.customer_id
order by as_of, entity
