-- @after string
-- One page of the customers' register, in the order of the snapshot's shards. Each publication reads it whole: it grows
-- with the number of customers, not of days.

select customer_id, cast(min(joined_on) as string) as joined, cast(max(age) as float64) as years
from raw.customers
where not _quarantined and customer_id > @after
group by customer_id
order by customer_id
limit 500000;
