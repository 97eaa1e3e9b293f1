-- @days array<date>, @invoice_files array<date>, @other_files array<date>, @first_day date
-- @accounts_changed bool, @skus_changed bool, @touched array<string>
-- The issue days on which an invoice changes, before or after. Everything about an invoice lies in the partition of its
-- issue day, so these days are redone and nothing else. @first_day is the first day of the tables: a payment or a line
-- names its invoice alone, which may be of any day. @touched are invoices of rows that changes ended or freed.

-- The invoices that a changed file names now, or named before.
with touched as (
  select invoice_id from unnest(@touched) as invoice_id
  union distinct
  select invoice_id from raw.invoices where _source_date in unnest(@invoice_files)
  union distinct
  select invoice_id from clean.invoices where issued_on >= @first_day and _source_date in unnest(@invoice_files)
  union distinct
  select invoice_id from raw.invoice_line_items where _source_date in unnest(@other_files)
  union distinct
  select invoice_id from clean.invoice_lines where issued_on >= @first_day and _source_date in unnest(@other_files)
  union distinct
  select invoice_id from raw.payments where _source_date in unnest(@other_files)
  union distinct
  select invoice_id from raw.credit_notes where _source_date in unnest(@other_files)
  union distinct
  select invoice_id from clean.payments where issued_on >= @first_day and _source_date in unnest(@other_files)
  union distinct
  select invoice_id from raw.disputes where _source_date in unnest(@other_files)
  union distinct
  select invoice_id from clean.disputes where issued_on >= @first_day and _source_date in unnest(@other_files)
),
-- Items whose cost, price or category is new, other or gone.
changed_items as (
  select ifnull(known.item_id, latest.item_id) as item_id
  from (
    select * from raw.skus where not _quarantined
    qualify row_number() over (partition by item_id order by _row) = 1
  ) as latest
  full join clean.skus as known on known.item_id = latest.item_id
  where @skus_changed
    and (
      known.item_id is null or latest.item_id is null or known.unit_price <> latest.unit_price
      or ifnull(known.unit_cost, numeric '-1') <> ifnull(latest.unit_cost, numeric '-1')
      or ifnull(known.category, '') <> ifnull(latest.category, '')
    )
),
-- Accounts whose terms are new, other or gone.
changed_accounts as (
  select ifnull(known.account_id, latest.account_id) as account_id
  from (
    select * from raw.accounts where not _quarantined
    qualify row_number() over (partition by account_id order by _row) = 1
  ) as latest
  full join clean.accounts as known on known.account_id = latest.account_id
  where @accounts_changed
    and (
      known.account_id is null or latest.account_id is null
      or ifnull(known.terms_days, -1) <> ifnull(latest.terms_days, -1)
      or ifnull(known.terms_in_business_days, false) <> ifnull(latest.terms_in_business_days, false)
      or ifnull(known.joined_on, date '0001-01-01') <> ifnull(latest.joined_on, date '0001-01-01')
      or ifnull(known.credit_limit, numeric '-1') <> ifnull(latest.credit_limit, numeric '-1')
      or ifnull(known.branch, '') <> ifnull(latest.branch, '')
    )
)
select day from unnest(@days) as day
union distinct
-- A change that deletes may tell no more than the number.
select business_date from raw.invoices where _source_date in unnest(@invoice_files) and business_date is not null
union distinct
select invoice.issued_on
from clean.invoices as invoice
join touched on touched.invoice_id = invoice.invoice_id
where invoice.issued_on >= @first_day
union distinct
select invoice.issued_on
from clean.invoices as invoice
join changed_accounts on changed_accounts.account_id = invoice.account_id
where invoice.issued_on >= @first_day
union distinct
select line.issued_on
from clean.invoice_lines as line
join changed_items on changed_items.item_id = line.item_id
where line.issued_on >= @first_day
union distinct
-- Versions that another row replaced, and what broke a rule that depends on the invoice or on the catalogue.
select held.day
from clean.quarantine as held
join touched on touched.invoice_id = held.waits_for
where held.day >= @first_day and held.stage = 'clean'
  and held.feed in ('invoices', 'invoice_line_items', 'payments', 'credit_notes', 'disputes')
  and held.rule in ('superseded', 'paid_before_issue', 'credit_exceeds_invoice', 'duplicate_payment')
union distinct
-- What a changed file left out before, and may no longer hold.
select held.day
from clean.quarantine as held
where held.day >= @first_day and held.stage = 'clean' and held.rule <> 'unknown_invoice'
  and (
    (held.feed = 'invoices' and held._source_date in unnest(@invoice_files))
    or (
      held.feed in ('invoice_line_items', 'payments', 'credit_notes', 'disputes')
      and held._source_date in unnest(@other_files)
    )
  )
union distinct
select held.day
from clean.quarantine as held
join changed_items on changed_items.item_id = held.waits_for
where held.day >= @first_day and held.stage = 'clean' and held.feed = 'invoice_line_items'
  and held.rule = 'unknown_item'
order by day;
