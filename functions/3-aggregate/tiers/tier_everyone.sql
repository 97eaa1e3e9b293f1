-- Every customer who has a tier or may have one: for other rules, and for rules that compare all customers.

create temp table tier_customers as
select customer_id
from metrics.customers
union distinct
select customer_id
from metrics.tiers;
