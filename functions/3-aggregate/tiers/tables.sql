create schema if not exists metrics;

create table if not exists metrics.tiers (
  customer_id string not null,
  tier string not null,
  valid_from date not null,
  valid_to date,
  reason string not null,
  -- 0 for the lowest tier of the rules, and one more for each better one
  tier_level int64
)
cluster by customer_id
options (description = 'Each customer tier and when it counted, up to the newest day of sales; valid_to is null for the tier in force. Rules: shared/tiers.');

create table if not exists metrics.tier_changes_due (
  customer_id string not null,
  due_on date not null
)
cluster by customer_id
options (description = 'The next day on which a tier changes if the customer buys nothing more.');
