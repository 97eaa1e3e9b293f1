-- @first_day date, @last_day date, @days array<date>
-- The outcomes of the invoices that changed. Runs after invoices.sql.

delete from credit.labels
where issued_on >= @first_day and invoice_id in (select invoice_id from changed_invoices);

insert into credit.labels (
  issued_on, invoice_id, account_id, due_on, amount, settled_on, outcome_on, days_late, is_late
)
select
  invoice.issued_on, invoice.invoice_id, invoice.account_id, invoice.due_on, invoice.total, invoice.settled_on,
  invoice.outcome_on, greatest(date_diff(invoice.settled_on, invoice.due_on, day), 0), invoice.is_late
from credit.invoices as invoice
join changed_invoices as changed on changed.invoice_id = invoice.invoice_id
where invoice.issued_on between @first_day and @last_day and invoice.issued_on in unnest(@days);
