-- @days array<date>, @first_day date, @last_day date, @from_day date
-- Rebuilds the invoices of these days. Runs first.

delete from credit.calendar where true;

insert into credit.calendar (last_day)
select max(day)
from (
  select max(issued_on) as day from clean.invoices where issued_on >= @from_day
  union all
  select max(paid_on) from clean.payments where issued_on >= @from_day
  union all
  select max(disputed_on) from clean.disputes where issued_on >= @from_day
)
having max(day) is not null;

create temp table invoices_before as
select * from credit.invoices
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

delete from credit.invoices
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

create temp table invoice_totals as
with line_sums as (
  select
    invoice_id, count(*) as line_count, sum(quantity) as item_count,
    sum(quantity * unit_price) as line_total, sum(quantity * unit_cost) as line_cost
  from clean.invoice_lines
  where issued_on between @first_day and @last_day and issued_on in unnest(@days)
  group by invoice_id
)
select
  invoice.issued_on, invoice.invoice_id, invoice.account_id, invoice.due_on, invoice.currency, invoice.branch,
  invoice.is_disputed, ifnull(line_sums.line_count, 0) as line_count, line_sums.item_count,
  round(ifnull(line_sums.line_total, invoice.stated_amount), 2) as total_due, round(line_sums.line_cost, 2) as total_cost
from clean.invoices as invoice
left join line_sums on line_sums.invoice_id = invoice.invoice_id
where invoice.issued_on between @first_day and @last_day and invoice.issued_on in unnest(@days);

create temp table settlements as
-- The sum of what came in up to each payment. Payments of one day count together.
with running as (
  select
    payment.invoice_id, payment.kind, payment.paid_on, payment.amount, totals.total_due,
    sum(ifnull(payment.amount, numeric '0')) over (
      partition by payment.invoice_id order by payment.paid_on
      range between unbounded preceding and current row
    ) as paid_so_far
  from clean.payments as payment
  join invoice_totals as totals on totals.invoice_id = payment.invoice_id
  where payment.issued_on between @first_day and @last_day and payment.issued_on in unnest(@days)
)
select
  invoice_id,
  countif(kind <> 'credit_note') as payment_count,
  sum(if(kind = 'credit_note', numeric '0', ifnull(amount, numeric '0'))) as paid_amount,
  sum(if(kind = 'credit_note', ifnull(amount, numeric '0'), numeric '0')) as credited_amount,
  -- A payment without an amount is the rest. Where no total is known, any payment settles.
  min(if(amount is null or paid_so_far >= ifnull(total_due, numeric '0'), paid_on, null)) as settled_day
from running
group by invoice_id;

insert into credit.invoices (
  issued_on, invoice_id, account_id, due_on, currency, branch, lines, items, total, cost, margin, account_age,
  credit_limit, payments, paid, credited, overpaid, settled_on, disputed_on, outcome_on, is_late
)
with disputes_of as (
  select invoice_id, min(disputed_on) as first_dispute
  from clean.disputes
  where issued_on between @first_day and @last_day and issued_on in unnest(@days)
  group by invoice_id
),
settled as (
  select
    totals.issued_on, totals.invoice_id, totals.account_id, totals.due_on, totals.currency, totals.branch,
    totals.line_count, totals.item_count, totals.total_due, totals.total_cost,
    date_diff(totals.issued_on, account.joined_on, day) as age_of_account, account.credit_limit,
    ifnull(settlement.payment_count, 0) as payment_count,
    ifnull(settlement.paid_amount, numeric '0') as paid_amount,
    ifnull(settlement.credited_amount, numeric '0') as credited_amount,
    -- Nothing is owed on an invoice of zero.
    if(totals.total_due <= numeric '0', totals.issued_on, settlement.settled_day) as settled_day,
    -- A dispute without a date counts from the due date on, one from before the issue from the issue on.
    case
      when disputes_of.first_dispute is not null then greatest(disputes_of.first_dispute, totals.issued_on)
      when totals.is_disputed and totals.due_on <= last_day then totals.due_on
    end as first_dispute
  from invoice_totals as totals
  left join clean.accounts as account on account.account_id = totals.account_id
  left join settlements as settlement on settlement.invoice_id = totals.invoice_id
  left join disputes_of on disputes_of.invoice_id = totals.invoice_id
  cross join credit.calendar
),
with_outcomes as (
  select *, if(settled_day <= due_on, settled_day, date_add(due_on, interval 1 day)) as outcome_day
  from settled
)
select
  issued_on, invoice_id, account_id, due_on, currency, branch, line_count, item_count, total_due, total_cost,
  total_due - total_cost, age_of_account, credit_limit, payment_count, paid_amount, credited_amount,
  greatest(paid_amount + credited_amount - ifnull(total_due, paid_amount + credited_amount), numeric '0'),
  settled_day, first_dispute, outcome_day,
  if(outcome_day <= last_day, if(settled_day <= due_on, 0, 1), null)
from with_outcomes
cross join credit.calendar;
