-- @days array<date>, @first_day date, @last_day date, @file_dates array<date>
-- What settles the invoices that are being redone, and disputes of them. Runs after invoice_lines.sql.

-- What each invoice comes to: its lines, or what it states.
create temp table totals as
select redone.invoice_id, ifnull(sum(line.quantity * line.line_price), any_value(redone.stated_amount)) as total
from redone
left join priced_lines as line on line.invoice_id = redone.invoice_id and line.line_price is not null
group by redone.invoice_id;

-- Payments and credit notes, each with the rule that keeps it out, if any.
create temp table settling as
with told as (
  select
    'payments' as feed, 'payment' as kind, invoice_id, paid_on as settled_on, amount, payment_id as document_id,
    _source_date, _object, _generation, _row
  from raw.payments
  where _source_date in unnest(@file_dates) and not _quarantined
    and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row)
  union all
  select
    'credit_notes', 'credit_note', invoice_id, credited_on, amount, credit_note_id,
    _source_date, _object, _generation, _row
  from raw.credit_notes
  where _source_date in unnest(@file_dates) and not _quarantined
    and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row)
),
known as (
  select
    told.feed, told.kind, redone.issued_on, told.invoice_id, told.settled_on, told.amount, told.document_id,
    totals.total, told._source_date, told._object, told._generation, told._row,
    row_number() over (
      partition by told.kind, told.invoice_id,
        ifnull(told.document_id, concat(cast(told.settled_on as string), ' ', ifnull(cast(told.amount as string), 'rest')))
      order by told._source_date, told._object, told._row
    ) as copy_number
  from told
  join redone on redone.invoice_id = told.invoice_id
  join totals on totals.invoice_id = told.invoice_id
)
select
  feed, kind, issued_on, invoice_id, settled_on, amount, document_id, total,
  _source_date, _object, _generation, _row,
  case
    when copy_number > 1 then 'duplicate_payment'
    when settled_on < issued_on then 'paid_before_issue'
    when kind = 'credit_note' and amount > round(total, 2) then 'credit_exceeds_invoice'
  end as broken_rule
from known;

delete from clean.payments
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

insert into clean.payments (
  issued_on, invoice_id, kind, paid_on, amount, _source_date, _object, _generation, _row
)
select issued_on, invoice_id, kind, settled_on, amount, _source_date, _object, _generation, _row
from settling
where broken_rule is null
union all
-- The payment date that stands on the invoice itself.
select
  redone.issued_on, redone.invoice_id, 'on_invoice', version.paid_on, cast(null as numeric),
  version._source_date, version._object, version._generation, version._row
from redone
join invoice_versions as version on version.invoice_id = redone.invoice_id and version.version_number = 1
where version.paid_on >= redone.issued_on;

delete from clean.disputes
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

insert into clean.disputes (issued_on, invoice_id, disputed_on, _source_date, _object, _generation, _row)
select
  redone.issued_on, redone.invoice_id, dispute.disputed_on,
  dispute._source_date, dispute._object, dispute._generation, dispute._row
from raw.disputes as dispute
join redone on redone.invoice_id = dispute.invoice_id
where dispute._source_date in unnest(@file_dates) and not dispute._quarantined
  and not exists (select 1 from kept_out where kept_object = dispute._object and kept_row = dispute._row);
