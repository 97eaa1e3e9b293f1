-- @tier_rules array<string>, @all_days_from date
-- The steps of all customers from tier to tier where tiers are shares of the customers, ranked by the mean of their monthly
-- net spend over the months with any. They are ranked at the end of each month, and on the newest day. A rule is its
-- place from the best, its name and the share at which it ends, with bars between.

create temp table tier_steps as
with ladder as (
  select
    cast(words[offset(0)] as int64) as place, words[offset(1)] as tier_name, cast(words[offset(2)] as numeric) as share_end
  from (select split(rule_line, '|') as words from unnest(@tier_rules) as rule_line)
),
newest as (
  select max(business_date) as as_of
  from metrics.daily_sales
  where dimension = 'company'
),
own_months as (
  select customer_id, date_trunc(business_date, month) as month_start, sum(net) as month_net
  from metrics.daily_customer_metrics
  where business_date >= @all_days_from and customer_id in (select customer_id from tier_customers)
  group by customer_id, month_start
),
rankings as (
  select distinct
    month_start as ranked_month, if(last_day(month_start, month) > as_of, as_of, last_day(month_start, month)) as ranked_on
  from own_months
  cross join newest
),
means as (
  select customer_id, ranked_on, sum(month_net) as total_net, count(*) as active_months,
    cast(sum(month_net) as float64) / count(*) as mean_net
  from own_months
  join rankings on month_start <= ranked_month
  group by customer_id, ranked_on
),
-- Customers with the same mean stand in the order of their ids.
ranked as (
  select customer_id, ranked_on, total_net, active_months,
    row_number() over (partition by ranked_on order by mean_net desc, customer_id) as position,
    count(*) over (partition by ranked_on) as customers
  from means
),
placed as (
  select customer_id, ranked_on, total_net, active_months, position, customers, min(place) as best_place
  from ranked
  cross join ladder
  where cast(position as numeric) <= floor(share_end * customers)
  group by customer_id, ranked_on, total_net, active_months, position, customers
),
changes as (
  select *
  from placed
  qualify ifnull(lag(best_place) over (partition by customer_id order by ranked_on), -1) <> best_place
)
select
  customer_id, tier_name, (select max(place) from ladder) - best_place as step_level, ranked_on as on_date,
  lead(ranked_on) over (partition by customer_id order by ranked_on) as next_on, as_of,
  concat(
    'place ', cast(position as string), ' of ', cast(customers as string), ' on ', cast(ranked_on as string), ': net ',
    cast(round(total_net, 2) as string), ' over ', cast(active_months as string),
    if(active_months = 1, ' month', ' months'), ' with purchases or returns'
  ) as step_reason
from changes
join ladder on place = best_place
cross join newest;
