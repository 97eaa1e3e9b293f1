-- @first_day date, @last_day date, @holidays array<date>
-- Each day from the first of the issue days on, with the number of business days up to it: terms in business days end on
-- the day whose number is so many higher. Terms of 365 of them end within 600 days. Runs first.

create temp table business_days as
select
  calendar_day, is_business_day,
  countif(is_business_day) over (
    order by calendar_day rows between unbounded preceding and current row
  ) as business_days_so_far
from (
  select
    calendar_day,
    -- 1 is Sunday and 7 is Saturday.
    extract(dayofweek from calendar_day) not in (1, 7) and calendar_day not in unnest(@holidays) as is_business_day
  from unnest(generate_date_array(@first_day, date_add(@last_day, interval 600 day))) as calendar_day
);
