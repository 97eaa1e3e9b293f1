-- @from_day date
-- What came in of all invoices before the rest, for account_days.sql and daily.sql. Runs after part_payments.sql.

create temp table parts as
select invoice.account_id, invoice.branch, invoice.due_on, part.invoice_id, part.paid_on, part.amount
from credit.part_payments as part
join credit.invoices as invoice on invoice.invoice_id = part.invoice_id and invoice.issued_on = part.issued_on
where part.issued_on >= @from_day and invoice.issued_on >= @from_day;

create temp table part_sums as
select invoice_id, sum(amount) as all_parts, sum(if(paid_on <= due_on, amount, numeric '0')) as parts_in_time
from parts
group by invoice_id;
