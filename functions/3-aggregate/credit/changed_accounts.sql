-- @days array<date>, @first_day date, @last_day date
-- Finds out what the rebuilt invoices change for their accounts. Runs after part_payments.sql.

-- The invoices that are other than before, and the first day on which that shows in their account's record.
create temp table changed_invoices as
with both_sides as (
  select
    ifnull(old_row.invoice_id, new_row.invoice_id) as invoice_id,
    ifnull(old_row.account_id, new_row.account_id) as account_id,
    ifnull(new_row.account_id, old_row.account_id) as other_account_id,
    least(ifnull(old_row.issued_on, new_row.issued_on), ifnull(new_row.issued_on, old_row.issued_on)) as from_issue,
    least(
      least(
        ifnull(changed_parts.from_part, date '9999-12-31'),
        least(ifnull(old_row.outcome_on, new_row.outcome_on), ifnull(new_row.outcome_on, old_row.outcome_on))
      ),
      least(
        ifnull(ifnull(old_row.settled_on, new_row.settled_on), date '9999-12-31'),
        ifnull(ifnull(new_row.settled_on, old_row.settled_on), date '9999-12-31')
      )
    ) as from_outcome,
    -- What the invoice is, apart from how it ended.
    old_row.invoice_id is null or new_row.invoice_id is null
      or old_row.account_id <> new_row.account_id or old_row.issued_on <> new_row.issued_on
      or old_row.due_on <> new_row.due_on
      or ifnull(old_row.branch, '') <> ifnull(new_row.branch, '')
      or old_row.lines <> new_row.lines or ifnull(old_row.items, -1) <> ifnull(new_row.items, -1)
      or ifnull(old_row.total, numeric '-1') <> ifnull(new_row.total, numeric '-1')
      or ifnull(old_row.margin, numeric '-0.001') <> ifnull(new_row.margin, numeric '-0.001')
      or ifnull(old_row.account_age, -99999) <> ifnull(new_row.account_age, -99999)
      or ifnull(old_row.credit_limit, numeric '-1') <> ifnull(new_row.credit_limit, numeric '-1')
      or ifnull(old_row.disputed_on, date '9999-12-31') <> ifnull(new_row.disputed_on, date '9999-12-31')
    as is_other,
    changed_parts.invoice_id is not null
      or ifnull(old_row.settled_on, date '9999-12-31') <> ifnull(new_row.settled_on, date '9999-12-31')
      or ifnull(old_row.is_late, -1) <> ifnull(new_row.is_late, -1)
    as ended_otherwise
  from invoices_before as old_row
  full join (
    select * from credit.invoices
    where issued_on between @first_day and @last_day and issued_on in unnest(@days)
  ) as new_row on new_row.invoice_id = old_row.invoice_id
  left join changed_parts on changed_parts.invoice_id = ifnull(old_row.invoice_id, new_row.invoice_id)
)
select invoice_id, account_id, other_account_id, if(is_other, from_issue, from_outcome) as shows_from
from both_sides
where is_other or ended_otherwise;

create temp table changed_accounts as
select account_id, min(shows_from) as shows_from
from (
  select account_id, shows_from from changed_invoices
  union all
  select other_account_id, shows_from from changed_invoices
)
group by account_id;
