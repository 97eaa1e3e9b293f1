-- @subject string
-- Counts the rows of one person in the tables of this stage.

select 'predictions.spend' as place, count(*) as rows_left
from predictions.spend
where customer_id = @subject;
