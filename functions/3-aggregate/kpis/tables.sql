create schema if not exists metrics;

create table if not exists metrics.kpi_values (
  kpi string not null,
  -- daily, weekly or monthly
  cadence string not null,
  -- the first day of the period; weeks start on Monday
  period date not null,
  -- all, or a column such as country
  dimension string not null,
  -- all, or a value of the dimension; UNKNOWN where lines have none
  segment string not null,
  value float64,
  -- both sides of a division, exact; a sum or count is a numerator without denominator
  numerator numeric,
  denominator numeric,
  -- what the value rests on, such as orders
  volume numeric,
  -- complete, unfinished, closed, gap, no_volume or learning
  state string not null,
  reason string
)
partition by period
cluster by kpi, cadence, dimension
options (description = 'Values of the KPIs in shared/kpis. Dimension all has a row for every period; another segment only where it has lines. A value without volume is null.');

create table if not exists metrics.kpi_periods (
  cadence string not null,
  period date not null,
  last_day date not null,
  state string not null,
  reason string,
  -- days from the first known day to the start of the period, 365 at most
  history_days int64 not null,
  -- sales or credit: each business has days of its own
  calendar string
)
cluster by cadence, period
options (description = 'Every day, week and month of each calendar from the first known day to the newest, and whether it is complete, unfinished, closed or a gap.');

-- Homes of an earlier version lack it.
alter table metrics.kpi_periods add column if not exists calendar string;

create table if not exists metrics.first_orders (
  customer_id string not null,
  first_order_day date not null
)
cluster by customer_id
options (description = 'The day of the first order of each known customer. Returns are no orders.');

create table if not exists metrics.kpi_tiers (
  customer_id string not null,
  tier string not null,
  valid_from date not null,
  valid_to date
)
cluster by customer_id
options (description = 'The tiers that metrics.kpi_values was computed with: what differs from metrics.tiers tells which periods to redo. Empty while no KPI asks for tiers.');
