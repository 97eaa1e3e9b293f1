-- @first_period date
-- The parts of the changes behind the findings, in the order in which a person reads them.

select
  finding_id, split_name, place, kind, dimension_1, segment_1, dimension_2, segment_2, dimension_3, segment_3,
  cast(actual as string) as actual, cast(expected as string) as expected, cast(contribution as string) as contribution,
  share, z
from insights.drivers
where period >= @first_period
order by finding_id, split_name, place;
