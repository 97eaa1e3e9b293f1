create schema if not exists credit;

-- What every other table of the dataset is made from: the invoice as the files tell it today.
-- total is the sum of quantity × price in cents; without lines, the amount that the invoice states, or null.
-- outcome_on is the day on which it is known whether the invoice is late: the day it is settled in time, or the day after
-- it was due. is_late is null until then: an invoice that is open and not due is neither late nor on time.
create table if not exists credit.invoices (
  issued_on date not null,
  invoice_id string not null,
  account_id string not null,
  due_on date not null,
  currency string not null,
  branch string,
  lines int64 not null,
  items int64,
  total numeric,
  cost numeric,
  margin numeric,
  account_age int64,
  credit_limit numeric,
  payments int64 not null,
  paid numeric not null,
  credited numeric not null,
  overpaid numeric not null,
  settled_on date,
  disputed_on date,
  outcome_on date not null,
  is_late int64
)
partition by issued_on
cluster by account_id, invoice_id
options (description = 'One row per invoice: total, cost and margin, what settled it and when, and whether it was late.');

-- Reason: what is open falls on the day of each payment. Few invoices are paid in parts, so the table is small.
create table if not exists credit.part_payments (
  issued_on date not null,
  invoice_id string not null,
  paid_on date not null,
  amount numeric not null
)
partition by issued_on
cluster by invoice_id
options (description = 'What came in of an invoice on days before it was settled, payments and credit notes together. Kept by the day of the invoice.');

-- Reason: the state of an account at any past moment, as one look-up. A row stands for the end of its day and holds until
-- the account's next row, so quiet days cost nothing. Everything that a feature may know of an account is in it.
create table if not exists credit.account_days (
  day date not null,
  account_id string not null,
  issued int64 not null,
  settled int64 not null,
  open_count int64 not null,
  open_amount numeric not null,
  overdue_count int64 not null,
  overdue_amount numeric not null,
  utilisation float64,
  issued_so_far int64 not null,
  issued_amount_so_far numeric not null,
  settled_so_far int64 not null,
  days_to_pay_so_far int64 not null,
  days_late_so_far int64 not null,
  known_so_far int64 not null,
  late_so_far int64 not null,
  known_amount_so_far numeric not null,
  late_amount_so_far numeric not null,
  disputed_so_far int64 not null,
  late_of_last_3 int64,
  last_issued_on date
)
partition by day
cluster by account_id
options (description = 'Each account at the end of each day on which anything happened: open, overdue, utilisation of its limit, and its record so far. An invoice counts with what is left to pay.');

-- Reason: what was known when the invoice was issued, kept as whole numbers, so that training and serving read the same.
-- Everything except is_late is from days before issued_on.
create table if not exists credit.invoice_features (
  issued_on date not null,
  invoice_id string not null,
  account_id string not null,
  due_on date not null,
  inv_total numeric,
  inv_items int64,
  inv_lines int64 not null,
  acct_age int64,
  num_inv_120d int64 not null,
  cum_tot_inv_acct int64 not null,
  margin numeric,
  days_since_last int64,
  open_count int64 not null,
  open_amount numeric not null,
  overdue_count int64 not null,
  overdue_amount numeric not null,
  utilisation float64,
  issued_before int64 not null,
  issued_amount_before numeric not null,
  settled_before int64 not null,
  days_to_pay_before int64 not null,
  days_late_before int64 not null,
  known_before int64 not null,
  late_before int64 not null,
  known_amount_before numeric not null,
  late_amount_before numeric not null,
  known_120d int64 not null,
  late_120d int64 not null,
  disputed_before int64 not null,
  late_of_last_3 int64,
  is_late int64
)
partition by issued_on
cluster by account_id, invoice_id
options (description = 'One row per invoice as of its issue: what was known of it and of its account before that day, and whether it was late in the end.');

-- Reason: what training learns from, apart from features so that no query can mix them up by accident.
create table if not exists credit.labels (
  issued_on date not null,
  invoice_id string not null,
  account_id string not null,
  due_on date not null,
  amount numeric,
  settled_on date,
  outcome_on date not null,
  days_late int64,
  is_late int64
)
partition by issued_on
cluster by account_id, invoice_id
options (description = 'The outcome of each invoice and the day from which it was known. days_late is null while the invoice is open; 0 is on time.');

create table if not exists credit.calendar (
  last_day date not null
)
options (description = 'The newest day that any invoice or payment tells of, in one row: what is open then is open today.');

-- Reason: what KPIs of credit read. A row stands for the end of its day, so every day has one, also a quiet one. Amounts of
-- several currencies are added up as they stand.
create table if not exists credit.daily (
  business_date date not null,
  branch string,
  open_amount numeric not null,
  -- of open_amount, what is past its due date
  overdue_amount numeric not null,
  issued_amount numeric not null,
  -- what was issued on this day and the 89 before it
  issued_90d numeric not null,
  -- invoices of which became known on this day whether they are late, and those of them that are
  decided int64 not null,
  late int64 not null
)
cluster by business_date
options (description = 'All credit of each branch at the end of each day: what is open and overdue, what was issued, and how many invoices turned out to be late.');
