create schema if not exists insights;

create table if not exists insights.findings (
  -- made from kpi, cadence, period, dimension, segment and kind: the same in every run
  id string not null,
  kpi string not null,
  -- daily, weekly or monthly
  cadence string not null,
  -- the first day of the period; weeks start on Monday
  period date not null,
  -- all, or a column such as country
  dimension string not null,
  -- all, or a value of the dimension
  segment string not null,
  -- point, shift, trend, threshold, or rule: a rule of the KPI's detection block
  kind string not null,
  -- up or down
  direction string not null,
  -- of the period; of a shift the mean since it began, of a trend where its line ends
  actual float64 not null,
  -- what was forecast for it; of a trend where its line begins
  expected float64 not null,
  -- 95 of 100 normal values lie between low and high
  low float64,
  high float64,
  -- the detector's own statistic: robust standard deviations for a point
  score float64 not null,
  -- how often such a finding is right, in percent, as measured on injected anomalies
  confidence float64 not null,
  -- low, medium, high or critical
  severity string not null,
  -- the detectors that agree, joined by commas, of so many that were asked
  detectors string not null,
  asked int64 not null,
  -- an estimate, so no exact amount: actual - expected in the base currency, if there is money behind the KPI
  money float64,
  -- the first period of a shift or trend
  since date not null,
  -- JSON: the movements of other KPIs and segments that belong to the same story
  also string not null,
  -- open, or withdrawn: later files have shown that it is none
  state string not null
)
partition by period
cluster by kpi, cadence, state
options (description = 'Unusual movements of KPIs. One row is one story: the KPI that tells most about it, and in also those that moved with it. Withdrawn findings are kept.');
