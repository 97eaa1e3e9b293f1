-- @as_of array<date>, @known_until date, @below string
-- Whether each invoice that was open was settled within the seven days from the as-of date on: a discrete hazard. What is
-- still open at the end says no for this week, and nothing about later ones, so no outcome is guessed.

select
  day as as_of, account_id as entity, invoice_id as item,
  if(settled_on < date_add(day, interval 7 day), 1.0, 0.0) as label, date_add(day, interval 7 day) as known_on
from unnest(@as_of) as day
join credit.labels
  on issued_on < day and (settled_on is null or settled_on >= day) and date_diff(day, due_on, day) <= 120
where issued_on >= date '0001-01-01'
  and date_add(day, interval 6 day) <= @known_until and to_hex(md5(account_id)) < @below
order by as_of, entity, item
