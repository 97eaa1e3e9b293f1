-- Replaces the tiers of the customers in tier_customers by the steps that were computed for them in tier_steps.

delete from metrics.tiers
where customer_id in (select customer_id from tier_customers);

insert into metrics.tiers (customer_id, tier, valid_from, valid_to, reason, tier_level)
select
  customer_id, tier_name, on_date, if(next_on <= as_of, date_sub(next_on, interval 1 day), null), step_reason,
  step_level
from tier_steps
where on_date <= as_of;

delete from metrics.tier_changes_due
where customer_id in (select customer_id from tier_customers);

insert into metrics.tier_changes_due (customer_id, due_on)
select customer_id, min(on_date)
from tier_steps
where on_date > as_of
group by customer_id;
