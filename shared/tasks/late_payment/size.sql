-- The number of rows that there are to train on.

select count(*) as number_of_rows
from credit.labels
where issued_on >= date '0001-01-01'
