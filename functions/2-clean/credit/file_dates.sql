-- @days array<date>, @first_day date, @last_day date, @invoice_files array<date>, @from_day date
-- The dates of the files with rows of the invoices of these days. Every raw row is in a clean table or in quarantine, and
-- both record the file. An invoice that arrives after its lines finds them in quarantine.

select distinct _source_date as file_date from clean.invoices
where issued_on between @first_day and @last_day and issued_on in unnest(@days)
union distinct
select distinct _source_date from clean.invoice_lines
where issued_on between @first_day and @last_day and issued_on in unnest(@days)
union distinct
select distinct _source_date from clean.payments
where issued_on between @first_day and @last_day and issued_on in unnest(@days)
union distinct
select distinct _source_date from clean.disputes
where issued_on between @first_day and @last_day and issued_on in unnest(@days)
union distinct
select distinct _source_date from clean.quarantine
where day between @first_day and @last_day and day in unnest(@days) and stage = 'clean'
  and feed in ('invoices', 'invoice_line_items', 'payments', 'credit_notes', 'disputes')
union distinct
-- The versions that replaced one of these days stand on a day of their own.
select distinct winner._source_date
from clean.quarantine as held
join clean.invoices as winner on winner.invoice_id = held.waits_for
where held.day between @first_day and @last_day and held.day in unnest(@days) and held.stage = 'clean'
  and held.feed = 'invoices' and held.rule = 'superseded' and winner.issued_on >= @from_day
union distinct
select distinct held._source_date
from clean.quarantine as held
join raw.invoices as invoice on invoice.invoice_id = held.waits_for
where held.day >= @from_day and held.stage = 'clean' and held.rule = 'unknown_invoice'
  and held.feed in ('invoice_line_items', 'payments', 'credit_notes', 'disputes')
  and invoice._source_date in unnest(@invoice_files)
order by file_date;
