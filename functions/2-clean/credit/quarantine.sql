-- @days array<date>, @first_day date, @last_day date, @file_dates array<date>, @from_day date
-- @subject_rules array<string>
-- The rows that did not enter, each with its rule. Runs last and reads the temporary tables of the other files. Rows that
-- name an unknown invoice have no issue day: they are kept by the date of their file, and every file of @file_dates is
-- looked through anew.

delete from clean.quarantine
where stage = 'clean' and feed in ('invoices', 'invoice_line_items', 'payments', 'credit_notes', 'disputes')
  and rule in unnest(@subject_rules) and rule <> 'unknown_invoice'
  and day between @first_day and @last_day and day in unnest(@days);

delete from clean.quarantine
where stage = 'clean' and feed in ('invoice_line_items', 'payments', 'credit_notes', 'disputes')
  and rule = 'unknown_invoice' and day in unnest(@file_dates);

delete from clean.quarantine
where stage = 'clean' and feed in ('accounts', 'skus') and rule = 'duplicate' and day >= @from_day;

insert into clean.quarantine (
  day, stage, feed, rule, column_name, value, message, reasons, record, waits_for, stock_code,
  _source_date, _object, _generation, _row
)
with named as (
  select 'invoice_line_items' as feed, invoice_id, concat('item ', item_id) as document,
    _source_date, _object, _generation, _row
  from raw.invoice_line_items where _source_date in unnest(@file_dates) and not _quarantined
    and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row)
  union all
  select 'payments', invoice_id, concat('paid on ', cast(paid_on as string)), _source_date, _object, _generation, _row
  from raw.payments where _source_date in unnest(@file_dates) and not _quarantined
    and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row)
  union all
  select 'credit_notes', invoice_id, concat('credit note ', credit_note_id), _source_date, _object, _generation, _row
  from raw.credit_notes where _source_date in unnest(@file_dates) and not _quarantined
    and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row)
  union all
  select 'disputes', invoice_id, concat('disputed on ', cast(disputed_on as string)), _source_date, _object, _generation, _row
  from raw.disputes where _source_date in unnest(@file_dates) and not _quarantined
    and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row)
),
orphans as (
  select named.feed, named.invoice_id, named.document, named._source_date, named._object, named._generation, named._row
  from named
  left join (select invoice_id from clean.invoices where issued_on >= @from_day) as invoice
    on invoice.invoice_id = named.invoice_id
  where invoice.invoice_id is null
),
left_out as (
  select
    _source_date as day_held, feed, 'unknown_invoice' as broken_rule, 'invoice_id' as in_column, invoice_id as found,
    'no invoice has this number yet; the row enters by itself when one arrives' as why,
    concat('invoice ', invoice_id, ', ', document) as text_of_row, invoice_id as waiting_for,
    _source_date, _object, _generation, _row
  from orphans
  union all
  select
    business_date, 'invoices', 'superseded', 'invoice_id', invoice_id,
    'another row of this invoice is newer: by the date of its file, its name, and then its place',
    concat('invoice ', invoice_id, ', account ', account_id), invoice_id,
    _source_date, _object, _generation, _row
  from invoice_versions
  where version_number > 1
    and business_date between @first_day and @last_day and business_date in unnest(@days)
  union all
  select
    issued_on, 'invoice_line_items', 'unknown_item', 'item_id', item_id,
    'the line gives no price, and the catalogue does not know the item',
    concat('invoice ', invoice_id, ', item ', item_id, ', quantity ', cast(quantity as string)), item_id,
    _source_date, _object, _generation, _row
  from priced_lines
  where line_price is null
  union all
  select
    issued_on, feed, broken_rule, 'invoice_id', invoice_id,
    case broken_rule
      when 'duplicate_payment' then 'the same document, or the same day and amount, stands on an earlier row'
      when 'paid_before_issue' then concat('the invoice was issued on ', cast(issued_on as string), ', after this date')
      else 'the credit note is larger than the invoice'
    end,
    concat('invoice ', invoice_id, ', ', cast(settled_on as string), ', ', ifnull(cast(amount as string), 'the rest')),
    invoice_id, _source_date, _object, _generation, _row
  from settling
  where broken_rule is not null
  union all
  select
    redone.issued_on, 'invoices', 'paid_before_issue', 'paid_on', cast(version.paid_on as string),
    'the payment date on the invoice is before its issue: the invoice counts as open',
    concat('invoice ', redone.invoice_id), redone.invoice_id,
    version._source_date, version._object, version._generation, version._row
  from redone
  join invoice_versions as version on version.invoice_id = redone.invoice_id and version.version_number = 1
  where version.paid_on < redone.issued_on
  union all
  select
    _source_date, 'accounts', 'duplicate', 'account_id', account_id, 'the account stands on an earlier row',
    concat('account ', account_id), cast(null as string), _source_date, _object, _generation, _row
  from raw.accounts
  where not _quarantined
  qualify row_number() over (partition by account_id order by _row) > 1
  union all
  select
    _source_date, 'skus', 'duplicate', 'item_id', item_id, 'the item stands on an earlier row',
    concat('item ', item_id), cast(null as string), _source_date, _object, _generation, _row
  from raw.skus
  where not _quarantined
  qualify row_number() over (partition by item_id order by _row) > 1
)
select
  day_held, 'clean', feed, broken_rule, in_column, found, why, why, text_of_row, waiting_for, cast(null as string),
  _source_date, _object, _generation, _row
from left_out;
