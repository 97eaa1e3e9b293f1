create schema if not exists predictions;

create table if not exists predictions.spend (
  as_of date not null,
  task string not null,
  customer_id string not null,
  horizon_days int64 not null,
  value numeric not null,
  low80 numeric,
  high80 numeric,
  low95 numeric,
  high95 numeric,
  chance float64,
  run_rate numeric not null,
  model_version string not null,
  made_on date not null
)
partition by as_of
cluster by customer_id
options (description = 'What each known customer was expected to spend from a day on, as it was said before that day. run_rate is what the plain rule said.');

create table if not exists predictions.sales_forecast (
  as_of date not null,
  business_date date not null,
  closed bool not null,
  value numeric not null,
  low80 numeric not null,
  high80 numeric not null,
  low95 numeric not null,
  high95 numeric not null,
  method string not null,
  model_version string,
  made_on date not null
)
partition by as_of
cluster by business_date
options (description = 'What the company was expected to sell on each of the next days, as it was said before the first of them.');
