-- @predicted_from date, @made_on date, @forecast array<string>
-- Replaces the forecast that starts on this day. A line holds eight words, a bar and the method; an empty word is null.

delete from predictions.sales_forecast
where as_of = @predicted_from;

insert into predictions.sales_forecast (
  as_of, business_date, closed, value, low80, high80, low95, high95, method, model_version, made_on
)
select
  @predicted_from,
  cast(words[offset(0)] as date),
  words[offset(1)] = 'closed',
  cast(words[offset(2)] as numeric),
  cast(words[offset(3)] as numeric),
  cast(words[offset(4)] as numeric),
  cast(words[offset(5)] as numeric),
  cast(words[offset(6)] as numeric),
  chosen_method,
  nullif(words[offset(7)], ''),
  @made_on
from (
  select
    split(substr(line, 1, strpos(line, '|') - 1), ' ') as words,
    substr(line, strpos(line, '|') + 1) as chosen_method
  from unnest(@forecast) as line
);
