-- How many rows each rule holds back.

select feed, rule, count(*) as held_rows
from clean.quarantine
group by feed, rule
order by held_rows desc, feed, rule;
