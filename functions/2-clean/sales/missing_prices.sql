-- @days array<date>, @file_dates array<date>, @first_day date, @last_day date
-- The products with a missing price. A rebuild reads the history of prices only if there are any.

select distinct stock_code
from raw.transactions
where _source_date in unnest(@file_dates)
  and business_date between @first_day and @last_day
  and business_date in unnest(@days)
  and unit_price is null
  and not _quarantined
order by stock_code;
