-- @tier_rules array<string>, @window_days int64, @grace_days int64, @all_days_from date
-- The steps of each customer in tier_customers from tier to tier, also those to come if nothing more is bought. A rule is
-- its level, name, least net, least purchase days and most days since the last purchase, with bars between.

create temp table tier_steps as
with ladder as (
  select
    cast(words[offset(0)] as int64) as level, words[offset(1)] as tier_name, cast(words[offset(2)] as numeric) as least_net,
    cast(words[offset(3)] as int64) as least_days, cast(nullif(words[offset(4)], '') as int64) as most_days_since
  from (select split(rule_line, '|') as words from unnest(@tier_rules) as rule_line)
),
newest as (
  select max(business_date) as as_of
  from metrics.daily_sales
  where dimension = 'company'
),
own_days as (
  select customer_id, business_date, net, orders > 0 as is_purchase
  from metrics.daily_customer_metrics
  where business_date >= @all_days_from and customer_id in (select customer_id from tier_customers)
),
-- When figures change: a day comes into the window, goes out of it, or is too long ago to be recent.
events as (
  select customer_id, business_date as event_date, net as net_change, if(is_purchase, 1, 0) as days_change,
    if(is_purchase, business_date, null) as bought_on
  from own_days
  union all
  select customer_id, date_add(business_date, interval @window_days day), -net, if(is_purchase, -1, 0), cast(null as date)
  from own_days
  union all
  select customer_id, date_add(business_date, interval most_days_since + 1 day), numeric '0', 0, cast(null as date)
  from own_days
  cross join ladder
  where is_purchase and most_days_since is not null
),
moments as (
  select customer_id, event_date, sum(net_change) as net_change, sum(days_change) as days_change, max(bought_on) as bought_on
  from events
  group by customer_id, event_date
),
standings as (
  select
    customer_id, event_date,
    sum(net_change) over (partition by customer_id order by event_date) as window_net,
    sum(days_change) over (partition by customer_id order by event_date) as purchase_days,
    max(bought_on) over (partition by customer_id order by event_date) as last_bought
  from moments
),
levels as (
  select customer_id, event_date, max(level) as reached
  from standings
  cross join ladder
  where level = 0
    or (
      window_net >= least_net and purchase_days >= least_days
      and (most_days_since is null or date_diff(event_date, last_bought, day) <= most_days_since)
    )
  group by customer_id, event_date
),
level_changes as (
  select customer_id, event_date, reached
  from levels
  qualify ifnull(lag(reached) over (partition by customer_id order by event_date), -1) <> reached
),
-- Spans of days on which the figures reach a level.
spans as (
  select customer_id, reached, event_date as first_date,
    ifnull(
      date_sub(lead(event_date) over (partition by customer_id order by event_date), interval 1 day), date '9999-12-31'
    ) as last_date
  from level_changes
),
-- A tier can change where a span begins, and at the first review after the grace that follows one.
possible as (
  select customer_id, first_date as on_date
  from spans
  union distinct
  select customer_id,
    date_trunc(date_add(date_add(last_date, interval @grace_days day), interval 1 month), month)
  from spans
  where last_date < date '9999-12-31'
),
-- The best level reached since the grace before the latest review. A downgrade needs a review, an upgrade does not.
held as (
  select possible.customer_id, on_date, max(reached) as level
  from possible
  join spans
    on spans.customer_id = possible.customer_id
    and first_date <= on_date
    and last_date >= date_sub(date_trunc(on_date, month), interval @grace_days day)
  group by possible.customer_id, on_date
),
held_changes as (
  select customer_id, on_date, level, lag(level) over (partition by customer_id order by on_date) as level_before
  from held
  qualify ifnull(lag(level) over (partition by customer_id order by on_date), -1) <> level
),
-- Each step with the figures of its day.
steps as (
  select
    step.customer_id, on_date, level, level_before, window_net, purchase_days, last_bought,
    lead(on_date) over (partition by step.customer_id order by on_date) as next_on
  from held_changes as step
  join standings on standings.customer_id = step.customer_id and event_date <= on_date
  qualify row_number() over (partition by step.customer_id, on_date order by event_date desc) = 1
)
select
  steps.customer_id, now_tier.tier_name, steps.level as step_level, on_date,
  lead(on_date) over (partition by steps.customer_id order by on_date) as next_on, as_of,
  concat(
    if(ifnull(level_before, -1) < steps.level, '', concat('review of ', cast(on_date as string), ', more than ', cast(@grace_days as string), ' days after the last at ', before_tier.tier_name, ': ')),
    'net ', cast(round(window_net, 2) as string), ' on ', cast(purchase_days as string), if(purchase_days = 1, ' purchase day from ', ' purchase days from '),
    cast(date_sub(on_date, interval @window_days - 1 day) as string), ' to ', cast(on_date as string),
    ifnull(concat(', last bought on ', cast(last_bought as string)), '')
  ) as step_reason
from steps
join ladder as now_tier on now_tier.level = steps.level
left join ladder as before_tier on before_tier.level = steps.level_before
cross join newest;
