-- @subject string
-- Counts a person's rows in what was found about causes: as a customer who explains a change, and as one whose order was cancelled.

select 'insights.drivers' as place, count(*) as rows_left
from insights.drivers
where (dimension_1 = 'customer' and segment_1 = @subject)
  or (dimension_2 = 'customer' and segment_2 = @subject)
  or (dimension_3 = 'customer' and segment_3 = @subject)
union all
select 'insights.explanations', count(*)
from insights.explanations
where strpos(offset_orders, concat('"customer":"', @subject, '"')) > 0;
