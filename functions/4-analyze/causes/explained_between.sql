-- @cadence string, @first_period date, @last_period date
-- Whether findings of these periods are explained already.

select count(*) as explained
from insights.explanations
where period between @first_period and @last_period and cadence = @cadence;
