-- @since date
-- The rows that are in a file and in no table, by what they break.

select feed, rule, ifnull(column_name, '') as broken_column, count(*) as held_rows
from clean.quarantine
where day >= @since
group by feed, rule, broken_column
order by held_rows desc, feed, rule, broken_column;
