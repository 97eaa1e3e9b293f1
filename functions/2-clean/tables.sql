create schema if not exists clean;

create table if not exists clean.quarantine (
  day date not null,
  stage string not null,
  feed string not null,
  rule string not null,
  column_name string,
  value string,
  message string not null,
  reasons string not null,
  record string,
  waits_for string,
  stock_code string,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
partition by day
cluster by feed, rule
options (description = 'Every row that is in a file and not in a table, and why. Found by ingest, the day is the file date; found by clean, the business date.');

alter table clean.quarantine add column if not exists stock_code string;

create table if not exists clean.reference_keys (
  feed string not null,
  column_name string not null,
  key_value string not null
)
cluster by feed, column_name
options (description = 'The values that other feeds may refer to, as they were when references were last judged.');
