-- @subject string
-- How many rows of one person are in the tables of this stage.

select 'clean.lines' as place, count(*) as rows_left
from clean.lines
where customer_id = @subject;
