-- @days array<date>, @first_day date, @last_day date
-- Rebuilds what came in of the invoices of these days before the rest. Runs after invoices.sql.

create temp table parts_before as
select * from credit.part_payments
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

delete from credit.part_payments
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

-- A payment without an amount settles, and so does any payment where no total is known: neither is a part.
insert into credit.part_payments (issued_on, invoice_id, paid_on, amount)
select invoice.issued_on, invoice.invoice_id, payment.paid_on, sum(payment.amount)
from credit.invoices as invoice
join clean.payments as payment on payment.invoice_id = invoice.invoice_id and payment.issued_on = invoice.issued_on
where invoice.issued_on between @first_day and @last_day and invoice.issued_on in unnest(@days)
  and payment.issued_on between @first_day and @last_day and payment.issued_on in unnest(@days)
  and payment.paid_on < ifnull(invoice.settled_on, date '9999-12-31')
group by invoice.issued_on, invoice.invoice_id, payment.paid_on;

-- The first day on which another part came in than before.
create temp table changed_parts as
select
  ifnull(old_part.invoice_id, new_part.invoice_id) as invoice_id,
  min(ifnull(old_part.paid_on, new_part.paid_on)) as from_part
from parts_before as old_part
full join (
  select * from credit.part_payments
  where issued_on between @first_day and @last_day and issued_on in unnest(@days)
) as new_part on new_part.invoice_id = old_part.invoice_id and new_part.paid_on = old_part.paid_on
where old_part.invoice_id is null or new_part.invoice_id is null or old_part.amount <> new_part.amount
group by invoice_id;
