-- @from_day date
-- The issue days of invoices that the passing of time turned late, or that are no longer late because the newest day went
-- away: those whose outcome falls between the newest day so far and the newest day now.

with newest as (
  select max(day) as last_now
  from (
    select max(issued_on) as day from clean.invoices where issued_on >= @from_day
    union all
    select max(paid_on) from clean.payments where issued_on >= @from_day
    union all
    select max(disputed_on) from clean.disputes where issued_on >= @from_day
  )
),
days as (
  select ifnull(last_now, date '0001-01-01') as last_now, ifnull(last_day, date '0001-01-01') as last_before
  from newest
  left join credit.calendar on true
)
select distinct invoice.issued_on as day
from credit.invoices as invoice
cross join days
where invoice.issued_on >= @from_day
  and (
    (invoice.outcome_on > least(last_now, last_before) and invoice.outcome_on <= greatest(last_now, last_before))
    -- A dispute without a date counts from the due date on.
    or (invoice.due_on > least(last_now, last_before) and invoice.due_on <= greatest(last_now, last_before))
  )
order by day;
