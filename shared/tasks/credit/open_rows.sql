-- @as_of array<date>, @below string
-- One row per as-of date and invoice that was issued before it and not settled before it. Features are from days before
-- the as-of date: credit.account_days tells how its account stood at the end of the day before.

-- Outcomes of all accounts by the day on which they were known.
with company_days as (
  select outcome_on, count(*) as known, sum(is_late) as late
  from credit.labels
  where issued_on >= date '0001-01-01' and is_late is not null
  group by outcome_on
),
company as (
  select
    outcome_on, sum(known) over so_far as known_so_far, sum(late) over so_far as late_so_far,
    ifnull(lead(outcome_on) over (order by outcome_on), date '9999-12-31') as until_day
  from company_days
  window so_far as (order by outcome_on rows between unbounded preceding and current row)
),
asked as (
  select
    day as moment, ifnull(cast(now.late_so_far as float64) / cast(now.known_so_far as float64), 0.2) as rate_of_all,
    now.known_so_far - ifnull(earlier.known_so_far, 0) as known_60d,
    now.late_so_far - ifnull(earlier.late_so_far, 0) as late_60d
  from unnest(@as_of) as day
  left join company as now on now.outcome_on < day and day <= now.until_day
  left join company as earlier
    on earlier.outcome_on < date_sub(day, interval 60 day) and date_sub(day, interval 60 day) <= earlier.until_day
),
record as (
  select *, ifnull(lead(day) over (partition by account_id order by day), date '9999-12-31') as until_day
  from credit.account_days
  where day >= date '0001-01-01' and to_hex(md5(account_id)) < @below
),
-- Each account that is asked about, as it stood then and 120 days before.
standing as (
  select
    asked.moment, past.*,
    past.known_so_far - ifnull(earlier.known_so_far, 0) as known_120d,
    past.late_so_far - ifnull(earlier.late_so_far, 0) as late_120d,
    past.issued_so_far - ifnull(earlier.issued_so_far, 0) as issued_120d,
    asked.rate_of_all, (ifnull(asked.late_60d, 0) + 4 * asked.rate_of_all) / (ifnull(asked.known_60d, 0) + 4) as recent_rate
  from asked
  join record as past on past.day < asked.moment and asked.moment <= past.until_day
  left join record as earlier
    on earlier.account_id = past.account_id
    and earlier.day < date_sub(asked.moment, interval 120 day)
    and date_sub(asked.moment, interval 120 day) <= earlier.until_day
),
-- Of an invoice long past its due date nothing is learned: a collector has it.
open_then as (
  select
    standing.*, invoice.invoice_id, invoice.issued_on, invoice.due_on, invoice.total as invoice_total, invoice.lines,
    invoice.items, invoice.margin, invoice.account_age, invoice.disputed_on,
    (standing.late_so_far + 4 * standing.recent_rate) / (standing.known_so_far + 4) as rate_of_account
  from standing
  join credit.invoices as invoice
    on invoice.account_id = standing.account_id
    and invoice.issued_on < standing.moment
    and (invoice.settled_on is null or invoice.settled_on >= standing.moment)
    and date_diff(standing.moment, invoice.due_on, day) <= 120
  where invoice.issued_on >= date '0001-01-01'
)
select
  moment as as_of, account_id as entity, invoice_id as item,
  rate_of_account as own_rate,
  (late_120d + 4 * rate_of_account) / (known_120d + 4) as own_rate_120d,
  cast(late_of_last_3 as float64) as late_of_last_3,
  safe_divide(cast(late_amount_so_far as float64), cast(known_amount_so_far as float64)) as late_amount_share,
  cast(known_so_far as float64) as known_before,
  safe_divide(cast(days_to_pay_so_far as float64), cast(settled_so_far as float64)) as days_to_pay,
  safe_divide(cast(days_late_so_far as float64), cast(settled_so_far as float64)) as days_late,
  safe_divide(cast(days_late_so_far as float64), cast(late_so_far as float64)) as days_late_when_late,
  safe_divide(cast(disputed_so_far as float64), cast(issued_so_far as float64)) as disputed_share,
  cast(open_count as float64) as open_count, cast(open_amount as float64) as open_amount,
  cast(overdue_count as float64) as overdue_count, cast(overdue_amount as float64) as overdue_amount,
  safe_divide(cast(overdue_count as float64), cast(open_count as float64)) as overdue_share,
  utilisation, cast(date_diff(moment, last_issued_on, day) as float64) as days_since_last,
  cast(issued_120d as float64) as num_inv_120d, cast(issued_so_far as float64) as cum_tot_inv_acct,
  cast(account_age + date_diff(moment, issued_on, day) as float64) as acct_age, cast(invoice_total as float64) as total,
  safe_divide(cast(invoice_total as float64) * issued_so_far, cast(issued_amount_so_far as float64)) as total_to_mean,
  cast(lines as float64) as inv_lines, cast(items as float64) as inv_items,
  safe_divide(cast(margin as float64), cast(invoice_total as float64)) as margin_share,
  cast(date_diff(due_on, issued_on, day) as float64) as terms_days,
  cast(extract(dayofweek from due_on) as float64) as due_weekday,
  cast(extract(day from due_on) as float64) as due_day,
  sin(2 * acos(-1) * extract(dayofyear from due_on) / 365.25) as season_sin,
  cos(2 * acos(-1) * extract(dayofyear from due_on) / 365.25) as season_cos,
  rate_of_all as company_rate, recent_rate as company_rate_60d,
  cast(date_diff(moment, issued_on, day) as float64) as age_days,
  cast(date_diff(due_on, moment, day) as float64) as days_to_due,
  if(disputed_on < moment, 1.0, 0.0) as is_disputed
from open_then
order by as_of, entity, item
