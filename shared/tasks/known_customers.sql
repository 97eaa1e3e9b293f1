-- The number of customers. BigQuery answers it from the table's metadata: nothing is billed.

select count(*) as customers
from metrics.customers
