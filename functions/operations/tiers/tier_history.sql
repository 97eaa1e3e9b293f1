-- @customer string

select tier, valid_from, valid_to, reason
from metrics.tiers
where customer_id = @customer
order by valid_from;
