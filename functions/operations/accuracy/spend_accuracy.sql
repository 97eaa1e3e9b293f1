-- @since date
-- Predictions of customers' spend by day, next to actual spend and to the company's forecast of the same days. The known
-- customers' part of that forecast is estimated by their share of the days before: guests and new customers bring the
-- rest. `scaled_` columns hold the errors after each prediction is multiplied so that they add up to that part.

with stored as (
  select
    as_of, task, horizon_days, customer_id, low80, high80, low95, high95,
    cast(value as float64) as predicted,
    cast(run_rate as float64) as plain,
    date_add(as_of, interval horizon_days - 1 day) as last_day
  from predictions.spend
  where as_of >= @since
),
-- One row per day and task: the predicted window, and the sum of its predictions.
windows as (
  select as_of, task, horizon_days, max(last_day) as last_day, sum(predicted) as predicted
  from stored
  group by as_of, task, horizon_days
),
-- The company's sales within each window, and within as many days before it.
company as (
  select
    as_of, task,
    cast(sum(if(business_date >= as_of, net, 0)) as float64) as actual_sales,
    cast(sum(if(business_date < as_of, net, 0)) as float64) as before
  from windows
  join metrics.daily_sales
    on business_date >= date_sub(as_of, interval horizon_days day) and business_date <= last_day
  where dimension = 'company'
  group by as_of, task
),
-- Sales of those days before from customers who were known when the days began.
known_before as (
  select as_of, task, cast(sum(bought.net) as float64) as net
  from windows
  join metrics.daily_customer_metrics as bought
    on bought.business_date >= date_sub(as_of, interval horizon_days day) and bought.business_date < as_of
  join metrics.customers as customer
    on customer.customer_id = bought.customer_id
    and customer.first_day < date_sub(as_of, interval horizon_days day)
  group by as_of, task
),
forecasts as (
  select windows.as_of, task, cast(sum(foreseen.value) as float64) as total
  from windows
  join predictions.sales_forecast as foreseen
    on foreseen.as_of = windows.as_of and foreseen.business_date <= last_day
  group by windows.as_of, task
),
-- The window, the company's forecast of it, and the share of known customers.
totals as (
  select
    windows.as_of, windows.task, horizon_days, last_day, predicted, company.actual_sales,
    last_day <= (select max(business_date) from metrics.daily_sales where dimension = 'company') as is_over,
    forecasts.total as forecast,
    if(company.before > 0, least(greatest(coalesce(known_before.net, 0) / company.before, 0), 1), null) as known_share
  from windows
  left join company on company.as_of = windows.as_of and company.task = windows.task
  left join known_before on known_before.as_of = windows.as_of and known_before.task = windows.task
  left join forecasts on forecasts.as_of = windows.as_of and forecasts.task = windows.task
),
-- The factor that makes the predictions add up to the known customers' part of the forecast.
factors as (
  select
    as_of, task, is_over, forecast, known_share, actual_sales,
    if(predicted > 0 and forecast > 0 and known_share > 0, forecast * known_share / predicted, null) as factor
  from totals
),
-- What each predicted customer spent in the window; returns do not make it negative.
bought as (
  select stored.as_of, task, stored.customer_id, greatest(cast(sum(net) as float64), 0) as net
  from stored
  join metrics.daily_customer_metrics as day
    on day.customer_id = stored.customer_id and day.business_date >= stored.as_of and day.business_date <= stored.last_day
  group by stored.as_of, task, stored.customer_id
),
-- Each prediction with its actual spend, null while the window is not over.
scored as (
  select
    stored.as_of, stored.task, horizon_days, last_day, predicted, plain, is_over, forecast, known_share, actual_sales,
    factor, low80, high80, low95, high95, factor * predicted as scaled,
    if(is_over, coalesce(bought.net, 0), null) as actual
  from stored
  join factors on factors.as_of = stored.as_of and factors.task = stored.task
  left join bought
    on bought.as_of = stored.as_of and bought.task = stored.task and bought.customer_id = stored.customer_id
)
select
  cast(as_of as string) as as_of, task, horizon_days, cast(last_day as string) as last_day, is_over,
  count(*) as customers, sum(predicted) as predicted, any_value(forecast) as forecast,
  any_value(known_share) as known_share, any_value(factor) as factor,
  if(is_over, any_value(actual_sales), null) as company_came,
  sum(actual) as actual, sum(actual * actual) as actual_squares,
  sum(abs(predicted - actual)) as errors, sum(power(predicted - actual, 2)) as squared_errors,
  sum(abs(plain - actual)) as plain_errors, sum(power(plain - actual, 2)) as plain_squared_errors,
  sum(abs(scaled - actual)) as scaled_errors, sum(power(scaled - actual, 2)) as scaled_squared_errors,
  countif(actual >= low80 and actual <= high80) as within80,
  countif(actual >= low95 and actual <= high95) as within95
from scored
group by as_of, task, horizon_days, last_day, is_over
order by task, as_of;
