-- @since date
-- The newest rows in quarantine, of days from a date on and of files without a date. The order is total, so that the same
-- tables give the same snapshot.

select
  cast(day as string) as held_on, feed, rule, column_name, value, message, _object as file_name, _row as line_number
from clean.quarantine
where day >= @since or day = date '1970-01-01'
order by held_on desc, file_name, line_number, rule, message
limit 500;
