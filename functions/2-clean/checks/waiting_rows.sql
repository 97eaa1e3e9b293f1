-- @feed string, @replaced array<string>, @all_of_feed bool, @first_day date
-- The rows of a feed in quarantine that a change may free: those whose key stands in a file of these dates, or all.

select distinct day, _source_date as source_date
from clean.quarantine
where day >= @first_day and stage = 'clean' and feed = @feed and rule in ('unknown_reference', 'not_unique')
  and (@all_of_feed or waits_for in unnest(@replaced));
