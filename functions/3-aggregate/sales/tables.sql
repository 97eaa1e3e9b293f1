create schema if not exists metrics;

create table if not exists metrics.daily_customer_metrics (
  business_date date not null,
  customer_id string not null,
  country string,
  orders int64 not null,
  return_orders int64 not null,
  items numeric not null,
  items_returned numeric not null,
  unique_products int64 not null,
  gross numeric not null,
  returns numeric not null,
  net numeric not null,
  return_rate float64,
  average_order_value float64
)
partition by business_date
cluster by customer_id
options (description = 'One row per customer and business day with any line. Guests are left out. Money in the base currency.');

create table if not exists metrics.daily_sales (
  business_date date not null,
  dimension string not null,
  value string not null,
  lines int64 not null,
  orders int64 not null,
  items numeric not null,
  customers int64 not null,
  guest_lines int64 not null,
  gross numeric not null,
  returns numeric not null,
  net numeric not null
)
partition by business_date
cluster by dimension, value
options (description = 'Sales per business day: the company, and each country, store and category.');

create table if not exists metrics.customers (
  customer_id string not null,
  country string,
  first_day date not null,
  last_day date not null,
  active_days int64 not null,
  orders int64 not null,
  items numeric not null,
  gross numeric not null,
  returns numeric not null,
  net numeric not null
)
cluster by customer_id
options (description = 'Each known customer so far: first and last day, lifetime figures.');
