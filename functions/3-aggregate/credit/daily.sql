-- @from_day date
-- The state of all credit at the end of each day, from the first invoice to the newest day that is known. It is small and
-- written anew: a payment changes every day from the one on which its invoice was issued. Runs after sums_of_parts.sql.

delete from credit.daily where true;

insert into credit.daily (
  business_date, branch, open_amount, overdue_amount, issued_amount, issued_90d, decided, late
)
with owed as (
  select
    invoice.issued_on, invoice.due_on, invoice.settled_on, invoice.outcome_on, invoice.branch, invoice.is_late,
    ifnull(invoice.total, numeric '0') as worth,
    -- What is left to pay at last, and at the end of the due date.
    ifnull(invoice.total, numeric '0') - ifnull(part_sums.all_parts, numeric '0') as rest,
    ifnull(invoice.total, numeric '0') - ifnull(part_sums.parts_in_time, numeric '0') as rest_when_due
  from credit.invoices as invoice
  left join part_sums on part_sums.invoice_id = invoice.invoice_id
  where invoice.issued_on >= @from_day
),
moves as (
  select
    issued_on as moved_on, branch as of_branch, worth as opened, numeric '0' as gone_overdue, worth as issued, 0 as known,
    0 as known_late
  from owed
  union all
  select settled_on, branch, -rest, numeric '0', numeric '0', 0, 0
  from owed
  where settled_on is not null
  union all
  select paid_on, branch, -amount, if(paid_on > due_on, -amount, numeric '0'), numeric '0', 0, 0
  from parts
  union all
  -- An invoice is overdue from the day after its due date to the day before it is settled.
  select date_add(due_on, interval 1 day), branch, numeric '0', rest_when_due, numeric '0', 0, 0
  from owed
  where settled_on is null or settled_on > due_on
  union all
  select settled_on, branch, numeric '0', -rest, numeric '0', 0, 0
  from owed
  where settled_on > due_on
  union all
  select outcome_on, branch, numeric '0', numeric '0', numeric '0', 1, is_late
  from owed
  where is_late is not null
),
sums as (
  select
    moved_on, ifnull(of_branch, '') as branch_text, sum(opened) as day_opened, sum(gone_overdue) as day_overdue,
    sum(issued) as day_issued, sum(known) as day_known, sum(known_late) as day_late
  from moves
  group by moved_on, branch_text
),
bounds as (
  select min(moved_on) as first_move, any_value(calendar.last_day) as newest
  from sums
  cross join credit.calendar as calendar
),
grid as (
  select each_day, branches.branch_text
  from bounds
  cross join unnest(generate_date_array(bounds.first_move, bounds.newest)) as each_day
  cross join (select distinct branch_text from sums) as branches
),
filled as (
  select
    grid.each_day, grid.branch_text, ifnull(sums.day_opened, numeric '0') as day_opened,
    ifnull(sums.day_overdue, numeric '0') as day_overdue, ifnull(sums.day_issued, numeric '0') as day_issued,
    ifnull(sums.day_known, 0) as day_known, ifnull(sums.day_late, 0) as day_late
  from grid
  left join sums on sums.moved_on = grid.each_day and sums.branch_text = grid.branch_text
)
select
  each_day, nullif(branch_text, ''),
  sum(day_opened) over (partition by branch_text order by each_day),
  sum(day_overdue) over (partition by branch_text order by each_day),
  day_issued,
  sum(day_issued) over (partition by branch_text order by each_day rows between 89 preceding and current row),
  day_known, day_late
from filled;
