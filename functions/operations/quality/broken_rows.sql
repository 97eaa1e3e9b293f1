-- @feed string, @file string, @from_day date
-- Every row that is in a file and in no table, with what it breaks; of all feeds or files where these are null.

select
  feed, stage, day, rule, column_name, value, message, reasons, record, _object as file, _row as line,
  cast(_source_date as string) as file_date
from clean.quarantine
where day >= @from_day
  and (@feed is null or feed = @feed)
  and (@file is null or _object = @file)
order by feed, file_date, file, line, rule;
