-- The newest day that any invoice or payment tells of; no row before the first.

select last_day
from credit.calendar
