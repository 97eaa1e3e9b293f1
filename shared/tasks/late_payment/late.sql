-- @as_of array<date>, @known_until date, @below string
-- Whether each invoice was late. Only invoices whose due date has passed by @known_until: of younger ones the punctual are
-- known before the late, and to learn from those alone would teach that everybody is punctual. known_on is for all of
-- them the day after the due date, for the same reason.

select
  issued_on as as_of, account_id as entity, invoice_id as item,
  cast(is_late as float64) as label, date_add(due_on, interval 1 day) as known_on
from unnest(@as_of) as day
join credit.labels on issued_on = day
where issued_on >= date '0001-01-01'
  and due_on < @known_until and is_late is not null and to_hex(md5(account_id)) < @below
order by as_of, entity, item
