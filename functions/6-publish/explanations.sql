-- @first_period date
-- The findings in words, and what was concluded about their causes.

select
  finding_id, cast(actual as string) as actual, cast(expected as string) as expected, cast(change as string) as change,
  verdict, faults, headline_en, paragraph_en, next_step_en, headline_de, paragraph_de, next_step_de
from insights.explanations
where period >= @first_period
order by finding_id;
