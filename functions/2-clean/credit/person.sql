-- @subject string
-- Counts an account's rows in the tables of this subject.

select 'clean.accounts' as place, count(*) as rows_left from clean.accounts where account_id = @subject
union all
select 'clean.invoices', count(*) from clean.invoices where account_id = @subject;
