-- The first day with an invoice on credit, and the newest day that any invoice or payment tells of.

select min(issued_on) as first_day, any_value(last_day) as last_day
from credit.invoices
cross join credit.calendar
where issued_on >= date '0001-01-01'
