-- @reject_dates array<date>
-- Copies the rows that ingest rejected in files of these dates, of all feeds. Rows that a subject leaves out are written by
-- the subject's own quarantine.sql.

delete from clean.quarantine
where stage = 'ingest' and day in unnest(@reject_dates);

insert into clean.quarantine (
  day, stage, feed, rule, column_name, value, message, reasons, record, waits_for, stock_code,
  _source_date, _object, _generation, _row
)
select
  _source_date, 'ingest', feed, rule, column_name, value, message, reasons, record, cast(null as string), cast(null as string),
  _source_date, _object, _generation, _row
from raw.rejects
where _source_date in unnest(@reject_dates);
