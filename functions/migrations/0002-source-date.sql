-- BigQuery refuses column names that begin with _FILE_, so the date of a row's file is called _source_date. Raw tables are
-- renamed where they are defined (shared/contracts/raw-tables.ts), because contracts may add more of them.
-- https://cloud.google.com/bigquery/docs/schemas#column_names
alter table if exists clean.lines rename column if exists _file_date to _source_date;
alter table if exists clean.quarantine rename column if exists _file_date to _source_date;
