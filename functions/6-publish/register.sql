-- @after string
-- One page of what the register says of each customer, in the order of the shards. It is read whole each time: it grows
-- with the customers and not with the days.

select customer_id, cast(min(joined_on) as string) as joined, cast(max(age) as float64) as years
from raw.customers
where not _quarantined and customer_id > @after
group by customer_id
order by customer_id
limit 500000;
