-- @as_of array<date>, @known_until date, @below string
-- Whether each invoice that was open and not past its due date was late in the end. See late_payment/late.sql on why only
-- invoices count whose due date has passed.

select
  day as as_of, account_id as entity, invoice_id as item,
  cast(is_late as float64) as label, date_add(due_on, interval 1 day) as known_on
from unnest(@as_of) as day
join credit.labels
  on issued_on < day and due_on >= day and (settled_on is null or settled_on >= day)
where issued_on >= date '0001-01-01'
  and due_on < @known_until and is_late is not null and to_hex(md5(account_id)) < @below
order by as_of, entity, item
