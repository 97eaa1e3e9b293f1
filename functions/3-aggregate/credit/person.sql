-- @subject string
-- Counts an account's rows in the tables of this subject.

select 'credit.invoices' as place, count(*) as rows_left from credit.invoices where account_id = @subject
union all
select 'credit.account_days', count(*) from credit.account_days where account_id = @subject
union all
select 'credit.invoice_features', count(*) from credit.invoice_features where account_id = @subject
union all
select 'credit.labels', count(*) from credit.labels where account_id = @subject;
