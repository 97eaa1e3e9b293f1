-- @from_day date, @base_currency string
-- The invoices that are open on the newest day, with the account's name and branch. The amount is also in the base
-- currency, at the newest known rate; a currency without any rate counts as if it were the base currency.

with rates as (
  select currency, rate_to_base
  from raw.fx_rates
  where not _quarantined
  qualify row_number() over (
    partition by currency order by rate_date desc, _source_date desc, _object desc, _row desc
  ) = 1
)
select
  invoice.invoice_id, invoice.account_id, account.company_name, ifnull(invoice.branch, account.branch) as branch_name,
  invoice.issued_on, invoice.due_on, invoice.currency, invoice.disputed_on,
  cast(greatest(invoice.total - invoice.paid - invoice.credited, numeric '0') as float64) as open_amount,
  cast(if(invoice.currency = @base_currency, numeric '1', ifnull(rates.rate_to_base, numeric '1')) as float64) as rate,
  last_day
from credit.invoices as invoice
cross join credit.calendar
left join clean.accounts as account on account.account_id = invoice.account_id
left join rates on rates.currency = invoice.currency
where invoice.issued_on >= @from_day and invoice.settled_on is null
order by invoice.account_id, invoice.invoice_id
