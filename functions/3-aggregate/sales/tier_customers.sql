-- Runs after customers.sql in the same transaction. The customers whose tiers these days or the passing of time may change:
-- those with other days than before, those with a change that is due by the newest day, and those whose tiers reach
-- beyond it, because the newest day was taken back.

create temp table tier_customers as
select customer_id
from touched_customers
union distinct
select customer_id
from metrics.tier_changes_due
where due_on <= (select ifnull(max(business_date), date '0001-01-01') from metrics.daily_sales where dimension = 'company')
union distinct
select customer_id
from metrics.tiers
where valid_from > (select ifnull(max(business_date), date '0001-01-01') from metrics.daily_sales where dimension = 'company');
