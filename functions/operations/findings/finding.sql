-- @id string

select kpi, dimension, segment, period
from insights.findings
where id = @id;
