create schema if not exists clean;

create table if not exists clean.lines (
  business_date date not null,
  invoice_no string not null,
  stock_code string not null,
  description string not null,
  quantity numeric not null,
  invoice_date datetime not null,
  unit_price numeric not null,
  price_source string not null,
  currency string not null,
  fx_rate numeric not null,
  fx_date date not null,
  fx_filled bool not null,
  discount numeric not null,
  customer_id string,
  is_guest bool not null,
  country string,
  store_id string,
  category string,
  category_source string not null,
  gross numeric not null,
  returns numeric not null,
  net numeric not null,
  _source_date date not null,
  _object string not null,
  _generation int64 not null,
  _row int64 not null
)
partition by business_date
cluster by stock_code, customer_id
options (description = 'One row per invoice line that entered, in the base currency. Rules: DESIGN, section 3.');
