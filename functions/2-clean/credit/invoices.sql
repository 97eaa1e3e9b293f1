-- @days array<date>, @first_day date, @last_day date, @file_dates array<date>, @terms_days int64, @from_day date
-- @subject_rules array<string>
-- Rebuilds the registers, and the invoices of these days. @file_dates are the dates of all files with rows of them. Runs
-- after business_days.sql.

delete from clean.accounts where true;

insert into clean.accounts (
  account_id, company_name, joined_on, terms_days, terms_in_business_days, credit_limit, branch,
  _source_date, _object, _generation, _row
)
select
  account_id, company_name, joined_on, terms_days, terms_in_business_days, credit_limit, branch,
  _source_date, _object, _generation, _row
from raw.accounts
where not _quarantined
qualify row_number() over (partition by account_id order by _row) = 1;

delete from clean.skus where true;

insert into clean.skus (item_id, category, unit_cost, unit_price, _source_date, _object, _generation, _row)
select item_id, category, unit_cost, unit_price, _source_date, _object, _generation, _row
from raw.skus
where not _quarantined
qualify row_number() over (partition by item_id order by _row) = 1;

-- Rows that a check of several rows keeps out: all rules but those of quarantine.sql.
create temp table kept_out as
select _object as kept_object, _row as kept_row
from clean.quarantine
where day >= @from_day and stage = 'clean'
  and feed in ('invoices', 'invoice_line_items', 'payments', 'credit_notes', 'disputes')
  and rule not in unnest(@subject_rules);

-- Every version of the invoices; version 1 is in force: that of the newest file, and there the last row.
create temp table invoice_versions as
select
  business_date, invoice_id, account_id, due_on, paid_on, amount, currency, branch, disputed,
  _source_date, _object, _generation, _row,
  row_number() over (
    partition by invoice_id order by _source_date desc, _object desc, _row desc
  ) as version_number
from raw.invoices
where _source_date in unnest(@file_dates) and not _quarantined
  and not exists (select 1 from kept_out where kept_object = _object and kept_row = _row);

delete from clean.invoices
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

insert into clean.invoices (
  issued_on, invoice_id, account_id, due_on, due_source, stated_amount, currency, branch, is_disputed,
  _source_date, _object, _generation, _row
)
select
  version.business_date, version.invoice_id, version.account_id,
  -- A due date before the issue is a typing error: the terms decide.
  case
    when version.due_on >= version.business_date then version.due_on
    when term_end.calendar_day is not null then term_end.calendar_day
    else date_add(version.business_date, interval ifnull(account.terms_days, @terms_days) day)
  end,
  case
    when version.due_on >= version.business_date then 'invoice'
    when account.terms_days is not null then 'account'
    else 'company'
  end,
  version.amount, version.currency, ifnull(version.branch, account.branch), ifnull(version.disputed, false),
  version._source_date, version._object, version._generation, version._row
from invoice_versions as version
left join clean.accounts as account on account.account_id = version.account_id
-- Terms of no days end on the day of issue, which may be a Sunday.
left join business_days as issue_day
  on account.terms_in_business_days and ifnull(account.terms_days, @terms_days) > 0
  and issue_day.calendar_day = version.business_date
left join business_days as term_end
  on term_end.is_business_day
  and term_end.business_days_so_far = issue_day.business_days_so_far + ifnull(account.terms_days, @terms_days)
where version.version_number = 1
  and version.business_date between @first_day and @last_day and version.business_date in unnest(@days);

-- The invoices that are being redone.
create temp table redone as
select issued_on, invoice_id, stated_amount
from clean.invoices
where issued_on between @first_day and @last_day and issued_on in unnest(@days);
