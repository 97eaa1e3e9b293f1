-- @as_of array<date>, @below string
-- One row per invoice that was issued on an as-of date. Features are from days before it: credit.invoice_features holds
-- what was known of the account, and outcomes of the whole company count from the day on which they were known. The whole
-- numbers are divided here, so that no order of addition can change a digit.

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
    day, now.known_so_far as known_then, now.late_so_far as late_then,
    now.known_so_far - ifnull(earlier.known_so_far, 0) as known_60d,
    now.late_so_far - ifnull(earlier.late_so_far, 0) as late_60d
  from unnest(@as_of) as day
  left join company as now on now.outcome_on < day and day <= now.until_day
  left join company as earlier
    on earlier.outcome_on < date_sub(day, interval 60 day) and date_sub(day, interval 60 day) <= earlier.until_day
),
-- A share without any outcome yet is taken as one in five.
rated as (
  select
    feature.*, ifnull(cast(late_then as float64) / cast(known_then as float64), 0.2) as rate_of_all,
    (ifnull(late_60d, 0) + 4 * ifnull(cast(late_then as float64) / cast(known_then as float64), 0.2)) / (ifnull(known_60d, 0) + 4)
      as recent_rate_of_all
  from asked
  join credit.invoice_features as feature on feature.issued_on = asked.day
  where feature.issued_on >= date '0001-01-01' and to_hex(md5(feature.account_id)) < @below
),
-- Four outcomes of an average account are added: a new account has the company's rate.
smoothed as (
  select *, (late_before + 4 * recent_rate_of_all) / (known_before + 4) as rate_of_account
  from rated
)
select
  issued_on as as_of, account_id as entity, invoice_id as item,
  rate_of_account as own_rate,
  (late_120d + 4 * rate_of_account) / (known_120d + 4) as own_rate_120d,
  cast(late_of_last_3 as float64) as late_of_last_3,
  safe_divide(cast(late_amount_before as float64), cast(known_amount_before as float64)) as late_amount_share,
  cast(known_before as float64) as known_before,
  safe_divide(cast(days_to_pay_before as float64), cast(settled_before as float64)) as days_to_pay,
  safe_divide(cast(days_late_before as float64), cast(settled_before as float64)) as days_late,
  safe_divide(cast(days_late_before as float64), cast(late_before as float64)) as days_late_when_late,
  safe_divide(cast(disputed_before as float64), cast(issued_before as float64)) as disputed_share,
  cast(open_count as float64) as open_count, cast(open_amount as float64) as open_amount,
  cast(overdue_count as float64) as overdue_count, cast(overdue_amount as float64) as overdue_amount,
  safe_divide(cast(overdue_count as float64), cast(open_count as float64)) as overdue_share,
  utilisation, cast(days_since_last as float64) as days_since_last,
  cast(num_inv_120d as float64) as num_inv_120d, cast(cum_tot_inv_acct as float64) as cum_tot_inv_acct,
  cast(acct_age as float64) as acct_age, cast(inv_total as float64) as total,
  safe_divide(cast(inv_total as float64) * issued_before, cast(issued_amount_before as float64)) as total_to_mean,
  cast(inv_lines as float64) as inv_lines, cast(inv_items as float64) as inv_items,
  safe_divide(cast(margin as float64), cast(inv_total as float64)) as margin_share,
  cast(date_diff(due_on, issued_on, day) as float64) as terms_days,
  cast(extract(dayofweek from due_on) as float64) as due_weekday,
  cast(extract(day from due_on) as float64) as due_day,
  sin(2 * acos(-1) * extract(dayofyear from due_on) / 365.25) as season_sin,
  cos(2 * acos(-1) * extract(dayofyear from due_on) / 365.25) as season_cos,
  rate_of_all as company_rate, recent_rate_of_all as company_rate_60d
from smoothed
order by as_of, entity, item
