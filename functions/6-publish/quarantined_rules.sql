-- @since date
-- How many rows each rule holds back, of days from a date on and of files without a date.

select feed, rule, count(*) as held_rows
from clean.quarantine
where day >= @since or day = date '1970-01-01'
group by feed, rule
order by held_rows desc, feed, rule;
