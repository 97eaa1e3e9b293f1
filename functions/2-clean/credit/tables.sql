create schema if not exists clean;

-- terms_days and credit_limit are null where the register says nothing.
create table if not exists clean.accounts (
  account_id string not null,
  company_name string,
  joined_on date,
  terms_days int64,
  terms_in_business_days bool,
  credit_limit numeric,
  branch string,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
cluster by account_id
options (description = 'The register of businesses that buy on credit: the newest file, one row per account. Contact data stays in raw.accounts.');

alter table clean.accounts add column if not exists terms_in_business_days bool;

create table if not exists clean.skus (
  item_id string not null,
  category string,
  unit_cost numeric,
  unit_price numeric not null,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
cluster by item_id
options (description = 'The catalogue of what is sold on credit: the newest file, one row per item.');

create table if not exists clean.invoices (
  issued_on date not null,
  invoice_id string not null,
  account_id string not null,
  due_on date not null,
  due_source string not null,
  stated_amount numeric,
  currency string not null,
  branch string,
  is_disputed bool not null,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
partition by issued_on
cluster by invoice_id
options (description = 'One row per invoice on credit: the newest version. due_source says whether the invoice, the account or the company set the due date; is_disputed is a dispute without a date.');

create table if not exists clean.invoice_lines (
  issued_on date not null,
  invoice_id string not null,
  item_id string not null,
  quantity int64 not null,
  unit_price numeric not null,
  unit_cost numeric,
  price_source string not null,
  category string,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
partition by issued_on
cluster by invoice_id
options (description = 'One row per line of an invoice on credit, beside its invoice. Prices and costs of the catalogue are those of its newest file.');

create table if not exists clean.payments (
  issued_on date not null,
  invoice_id string not null,
  kind string not null,
  paid_on date not null,
  amount numeric,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
partition by issued_on
cluster by invoice_id
options (description = 'What settles an invoice: payments, credit notes, and the payment date that stands on an invoice. Without an amount it is the rest. Kept by the day of the invoice.');

create table if not exists clean.disputes (
  issued_on date not null,
  invoice_id string not null,
  disputed_on date not null,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
partition by issued_on
cluster by invoice_id
options (description = 'Invoices that an account contests. Kept by the day of the invoice.');
