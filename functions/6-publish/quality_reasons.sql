-- @since date
-- The rows that are in a file and in no table, by what they break: of days from a date on and of files without a date.

select feed, rule, ifnull(column_name, '') as broken_column, count(*) as held_rows
from clean.quarantine
where day >= @since or day = date '1970-01-01'
group by feed, rule, broken_column
order by held_rows desc, feed, rule, broken_column;
