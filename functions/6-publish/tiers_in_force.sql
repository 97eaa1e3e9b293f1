-- @after string
-- One page of all customers' tiers now, in the order of the snapshot's shards. Each publication reads them whole, as it
-- reads the register: a tier may change although its customer buys nothing.

select customer_id, tier as tier_name, cast(valid_from as string) as since_day, reason as tier_reason
from metrics.tiers
where valid_to is null and customer_id > @after
qualify row_number() over (partition by customer_id order by valid_from desc, tier) = 1
order by customer_id
limit 500000;
