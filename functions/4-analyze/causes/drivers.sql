-- @cadence string, @first_period date, @last_period date, @separator string, @drivers array<string>, @explanations array<string>
-- Replaces the explanations of the findings of these periods. A line holds words, joined by a character that no text holds;
-- an empty word is null.

delete from insights.drivers
where period between @first_period and @last_period and cadence = @cadence;

delete from insights.explanations
where period between @first_period and @last_period and cadence = @cadence;

insert into insights.drivers (
  finding_id, kpi, cadence, period, split_name, place, kind, dimension_1, segment_1, dimension_2, segment_2, dimension_3,
  segment_3, actual, expected, contribution, share, z
)
select
  words[offset(0)], words[offset(1)], @cadence, cast(words[offset(2)] as date), words[offset(3)],
  cast(words[offset(4)] as int64), words[offset(5)], nullif(words[offset(6)], ''), nullif(words[offset(7)], ''),
  nullif(words[offset(8)], ''), nullif(words[offset(9)], ''), nullif(words[offset(10)], ''), nullif(words[offset(11)], ''),
  cast(nullif(words[offset(12)], '') as numeric), cast(nullif(words[offset(13)], '') as numeric),
  cast(nullif(words[offset(14)], '') as numeric), cast(nullif(words[offset(15)], '') as float64),
  cast(nullif(words[offset(16)], '') as float64)
from (select split(line, @separator) as words from unnest(@drivers) as line);

insert into insights.explanations (
  finding_id, kpi, cadence, period, actual, expected, change, verdict, faults, offset_orders, compared_with, headline_en,
  paragraph_en, next_step_en, headline_de, paragraph_de, next_step_de
)
select
  words[offset(0)], words[offset(1)], @cadence, cast(words[offset(2)] as date),
  cast(nullif(words[offset(3)], '') as numeric), cast(nullif(words[offset(4)], '') as numeric),
  cast(nullif(words[offset(5)], '') as numeric), words[offset(6)], words[offset(7)], words[offset(8)], words[offset(9)],
  words[offset(10)], words[offset(11)], words[offset(12)], words[offset(13)], words[offset(14)], words[offset(15)]
from (select split(line, @separator) as words from unnest(@explanations) as line);
