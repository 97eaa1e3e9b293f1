-- @first_day date, @from_day date
-- Rebuilds the features of the invoices that changed, and of those that their accounts issued from the day on which the
-- change shows: a feature looks only at days before the issue. Runs after account_days.sql.

create temp table featured as
select invoice.*
from (
  select
    issued_on, invoice_id, account_id, due_on, total, items, lines, account_age, margin, credit_limit, is_late,
    row_number() over (
      partition by account_id order by issued_on, length(invoice_id), invoice_id
    ) as place_in_account,
    count(*) over (
      partition by account_id order by unix_date(issued_on) range between 120 preceding and 1 preceding
    ) as issued_in_120_days
  from credit.invoices
  where issued_on >= @from_day and account_id in (select account_id from changed_accounts)
) as invoice
join changed_accounts on changed_accounts.account_id = invoice.account_id
left join changed_invoices as changed on changed.invoice_id = invoice.invoice_id
where invoice.issued_on >= changed_accounts.shows_from or changed.invoice_id is not null;

delete from credit.invoice_features
where issued_on >= @first_day
  and (
    invoice_id in (select invoice_id from changed_invoices)
    or exists (
      select 1 from changed_accounts
      where changed_accounts.account_id = invoice_features.account_id
        and invoice_features.issued_on >= changed_accounts.shows_from
    )
  );

insert into credit.invoice_features (
  issued_on, invoice_id, account_id, due_on, inv_total, inv_items, inv_lines, acct_age, num_inv_120d, cum_tot_inv_acct,
  margin, days_since_last, open_count, open_amount, overdue_count, overdue_amount, utilisation, issued_before,
  issued_amount_before, settled_before, days_to_pay_before, days_late_before, known_before, late_before,
  known_amount_before, late_amount_before, known_120d, late_120d, disputed_before, late_of_last_3, is_late
)
select
  featured.issued_on, featured.invoice_id, featured.account_id, featured.due_on, featured.total, featured.items,
  featured.lines, featured.account_age, featured.issued_in_120_days, featured.place_in_account, featured.margin,
  date_diff(featured.issued_on, past.last_issue, day),
  ifnull(past.open_now, 0), ifnull(past.open_amount_now, numeric '0'), ifnull(past.overdue_now, 0),
  ifnull(past.overdue_amount_now, numeric '0'),
  safe_divide(cast(ifnull(past.open_amount_now, numeric '0') as float64), cast(featured.credit_limit as float64)),
  ifnull(past.issued_total, 0), ifnull(past.issued_amount_total, numeric '0'), ifnull(past.settled_total, 0),
  ifnull(past.days_to_pay_total, 0), ifnull(past.days_late_total, 0), ifnull(past.known_total, 0),
  ifnull(past.late_total, 0), ifnull(past.known_amount_total, numeric '0'), ifnull(past.late_amount_total, numeric '0'),
  ifnull(past.known_total, 0) - ifnull(earlier.known_total, 0),
  ifnull(past.late_total, 0) - ifnull(earlier.late_total, 0),
  ifnull(past.disputed_total, 0), past.late_of_3, featured.is_late
from featured
-- The account at the end of the last day before the issue, and 120 days earlier.
left join account_record as past
  on past.account_id = featured.account_id
  and past.day < featured.issued_on and featured.issued_on <= past.until_day
left join account_record as earlier
  on earlier.account_id = featured.account_id
  and earlier.day < date_sub(featured.issued_on, interval 120 day)
  and date_sub(featured.issued_on, interval 120 day) <= earlier.until_day;
