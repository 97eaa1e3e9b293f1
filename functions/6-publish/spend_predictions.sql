-- @predicted_from date, @made_on date, @lines array<string>
-- Adds the predictions from this day on for one slice of the customers. A line holds ten words, a bar and the customer's
-- id; an empty word is null.

insert into predictions.spend (
  as_of, task, customer_id, horizon_days, value, low80, high80, low95, high95, chance, run_rate, model_version, made_on
)
select
  @predicted_from, words[offset(0)], customer,
  cast(words[offset(1)] as int64),
  cast(words[offset(2)] as numeric),
  cast(nullif(words[offset(3)], '') as numeric),
  cast(nullif(words[offset(4)], '') as numeric),
  cast(nullif(words[offset(5)], '') as numeric),
  cast(nullif(words[offset(6)], '') as numeric),
  cast(nullif(words[offset(7)], '') as float64),
  cast(words[offset(8)] as numeric),
  words[offset(9)],
  @made_on
from (
  select
    split(substr(line, 1, strpos(line, '|') - 1), ' ') as words,
    substr(line, strpos(line, '|') + 1) as customer
  from unnest(@lines) as line
);
