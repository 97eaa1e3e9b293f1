-- How many rows each rule keeps out of the tables, by feed.

select feed, rule, column_name, count(*) as held, min(day) as first_day, max(day) as last_day
from clean.quarantine
group by feed, rule, column_name
order by held desc, feed, rule, column_name;
