-- @subject string
-- Counts a person's rows in the tables of this subject.

select 'clean.lines' as place, count(*) as rows_left
from clean.lines
where customer_id = @subject;
