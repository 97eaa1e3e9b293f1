-- @days array<date>, @first_day date, @last_day date
-- The dates of the files with rows of these days. Every raw row is a line or in quarantine, and both record the file.

select distinct _source_date as file_date
from clean.lines
where business_date between @first_day and @last_day and business_date in unnest(@days)
union distinct
select distinct _source_date
from clean.quarantine
where stage = 'clean' and feed = 'transactions' and day between @first_day and @last_day and day in unnest(@days)
order by file_date;
