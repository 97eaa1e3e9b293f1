create schema if not exists insights;

create table if not exists insights.drivers (
  -- of insights.findings
  finding_id string not null,
  kpi string not null,
  -- daily, weekly or monthly
  cadence string not null,
  -- the first day of the period; weeks start on Monday
  period date not null,
  -- segments, mix_rate or factors: the contributions of each split add up to the finding's change, exactly
  split_name string not null,
  -- from 1, as a person should read them
  place int64 not null,
  -- order, customer, product, segment, market, mix, rate, factor or rest
  kind string not null,
  -- what it is about: up to three members; none for market and rest
  dimension_1 string,
  segment_1 string,
  dimension_2 string,
  segment_2 string,
  dimension_3 string,
  segment_3 string,
  actual numeric,
  -- what the level of the rest of the business lets one expect
  expected numeric,
  -- null where parts cannot be added up, as with distinct customers
  contribution numeric,
  -- the contribution as a part of the change
  share float64,
  -- in standard deviations of the windows before
  z float64
)
partition by period
cluster by kpi, finding_id
options (description = 'Why the KPIs of open findings moved: parts of the change. Only findings that are open have drivers.');

create table if not exists insights.explanations (
  finding_id string not null,
  kpi string not null,
  cadence string not null,
  period date not null,
  actual numeric,
  expected numeric,
  -- actual - expected: what the drivers add up to
  change numeric,
  -- data_fault, single, segments, spread, not_in_data, not_divisible or no_history
  verdict string not null,
  -- JSON: what is wrong with the data of the period; it blocks the business alert
  faults string not null,
  -- JSON: large orders that were cancelled within the period
  offset_orders string not null,
  -- first days of the periods that it was compared with, joined by commas
  compared_with string not null,
  headline_en string not null,
  paragraph_en string not null,
  next_step_en string not null,
  headline_de string not null,
  paragraph_de string not null,
  next_step_de string not null
)
partition by period
cluster by kpi, finding_id
options (description = 'Open findings in words, with what was concluded about their causes. Every number in a text stands in insights.findings, insights.drivers or this table.');
