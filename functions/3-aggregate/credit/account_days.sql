-- @first_day date, @from_day date
-- Rebuilds the record of the accounts that changed, from the first day on which the change shows. Runs after
-- changed_accounts.sql and sums_of_parts.sql.
-- All sums are over whole numbers and NUMERIC, so that the order of addition cannot change a digit.

-- What happened to the invoices of these accounts, one row per event. Events after the newest known day have not happened.
create temp table account_events as
with owned as (
  select
    invoice.*, ifnull(invoice.total, numeric '0') as worth, ifnull(invoice.settled_on, date '9999-12-31') as settled_day,
    -- What is left to pay at last, and at the end of the due date.
    ifnull(invoice.total, numeric '0') - ifnull(part_sums.all_parts, numeric '0') as rest,
    ifnull(invoice.total, numeric '0') - ifnull(part_sums.parts_in_time, numeric '0') as rest_when_due
  from credit.invoices as invoice
  join changed_accounts on changed_accounts.account_id = invoice.account_id
  left join part_sums on part_sums.invoice_id = invoice.invoice_id
  where invoice.issued_on >= @from_day
),
events as (
  select
    account_id, issued_on as day, 1 as is_issue, 0 as is_settlement, 0 as is_overdue_start, 0 as is_overdue_end,
    0 as is_known, 0 as is_known_late, 0 as is_dispute, 0 as days_to_pay, 0 as days_late, worth,
    worth as opened, numeric '0' as gone_overdue
  from owned
  union all
  select
    account_id, settled_day, 0, 1, 0, if(settled_day > due_on, 1, 0), 0, 0, 0,
    date_diff(settled_day, issued_on, day), greatest(date_diff(settled_day, due_on, day), 0), worth,
    -rest, if(settled_day > due_on, -rest, numeric '0')
  from owned
  where settled_on is not null
  union all
  select
    account_id, outcome_on, 0, 0, if(settled_day > due_on, 1, 0), 0, 1, if(settled_day > due_on, 1, 0), 0, 0, 0, worth,
    numeric '0', if(settled_day > due_on, rest_when_due, numeric '0')
  from owned
  union all
  select
    parts.account_id, paid_on, 0, 0, 0, 0, 0, 0, 0, 0, 0, numeric '0', -amount, if(paid_on > due_on, -amount, numeric '0')
  from parts
  join changed_accounts on changed_accounts.account_id = parts.account_id
  union all
  select account_id, disputed_on, 0, 0, 0, 0, 0, 0, 1, 0, 0, worth, numeric '0', numeric '0'
  from owned
  where disputed_on is not null
)
select events.*
from events
cross join credit.calendar
where events.day <= last_day;

-- Known outcomes in their order: at any moment an account's newest one is the one whose place is the number known so far.
create temp table account_outcomes as
select
  account_id, place,
  sum(was_late) over (partition by account_id order by place rows between 2 preceding and current row) as late_of_3
from (
  select
    invoice.account_id, if(ifnull(invoice.settled_on, date '9999-12-31') > invoice.due_on, 1, 0) as was_late,
    row_number() over (
      partition by invoice.account_id
      order by invoice.outcome_on, invoice.issued_on, length(invoice.invoice_id), invoice.invoice_id
    ) as place
  from credit.invoices as invoice
  join changed_accounts on changed_accounts.account_id = invoice.account_id
  cross join credit.calendar
  where invoice.issued_on >= @from_day and invoice.outcome_on <= last_day
);

-- The whole record of these accounts: their features look further back than the change.
create temp table account_record as
with daily as (
  select
    account_id, day,
    sum(is_issue) as issued_today, sum(is_settlement) as settled_today,
    sum(is_issue - is_settlement) as open_change,
    sum(opened) as open_amount_change,
    sum(is_overdue_start - is_overdue_end) as overdue_change,
    sum(gone_overdue) as overdue_amount_change,
    sum(if(is_issue = 1, worth, numeric '0')) as issued_amount, sum(days_to_pay) as days_to_pay,
    sum(days_late) as days_late, sum(is_known) as known, sum(is_known_late) as known_late,
    sum(if(is_known = 1, worth, numeric '0')) as known_amount,
    sum(if(is_known_late = 1, worth, numeric '0')) as late_amount, sum(is_dispute) as disputed,
    max(if(is_issue = 1, day, null)) as issue_day
  from account_events
  group by account_id, day
),
running as (
  select
    account_id, day, issued_today, settled_today,
    sum(open_change) over so_far as open_now, sum(open_amount_change) over so_far as open_amount_now,
    sum(overdue_change) over so_far as overdue_now, sum(overdue_amount_change) over so_far as overdue_amount_now,
    sum(issued_today) over so_far as issued_total, sum(issued_amount) over so_far as issued_amount_total,
    sum(settled_today) over so_far as settled_total, sum(days_to_pay) over so_far as days_to_pay_total,
    sum(days_late) over so_far as days_late_total, sum(known) over so_far as known_total,
    sum(known_late) over so_far as late_total, sum(known_amount) over so_far as known_amount_total,
    sum(late_amount) over so_far as late_amount_total, sum(disputed) over so_far as disputed_total,
    max(issue_day) over so_far as last_issue,
    lead(day) over (partition by account_id order by day) as next_day
  from daily
  window so_far as (partition by account_id order by day rows between unbounded preceding and current row)
)
select running.*, outcomes.late_of_3, ifnull(running.next_day, date '9999-12-31') as until_day
from running
left join account_outcomes as outcomes
  on outcomes.account_id = running.account_id and outcomes.place = running.known_total;

delete from credit.account_days
where day >= @first_day
  and exists (
    select 1 from changed_accounts
    where changed_accounts.account_id = account_days.account_id and account_days.day >= changed_accounts.shows_from
  );

insert into credit.account_days (
  day, account_id, issued, settled, open_count, open_amount, overdue_count, overdue_amount, utilisation, issued_so_far,
  issued_amount_so_far, settled_so_far, days_to_pay_so_far, days_late_so_far, known_so_far, late_so_far,
  known_amount_so_far, late_amount_so_far, disputed_so_far, late_of_last_3, last_issued_on
)
select
  record.day, record.account_id, record.issued_today, record.settled_today, record.open_now, record.open_amount_now,
  record.overdue_now, record.overdue_amount_now,
  safe_divide(cast(record.open_amount_now as float64), cast(account.credit_limit as float64)),
  record.issued_total, record.issued_amount_total, record.settled_total, record.days_to_pay_total,
  record.days_late_total, record.known_total, record.late_total, record.known_amount_total, record.late_amount_total,
  record.disputed_total, record.late_of_3, record.last_issue
from account_record as record
join changed_accounts on changed_accounts.account_id = record.account_id
left join clean.accounts as account on account.account_id = record.account_id
where record.day >= changed_accounts.shows_from;
