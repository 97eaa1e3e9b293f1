-- The number of rows that there are to train on: an invoice is open for about a month, and asked about once a week.

select 5 * count(*) as number_of_rows
from credit.labels
where issued_on >= date '0001-01-01'
