-- @cadence string, @first_period date, @last_period date, @kpis array<string>, @ids array<string>, @lines array<string>
-- Replaces what was found in these periods. What is found no longer was told to people, so it stays as withdrawn.
-- A line holds words, a bar, and two texts without a break; the words say how many characters the first one has. An empty word
-- is null.

update insights.findings
set state = 'withdrawn'
where period between @first_period and @last_period
  and cadence = @cadence
  and kpi in unnest(@kpis)
  and state = 'open'
  and id not in unnest(@ids);

delete from insights.findings
where period between @first_period and @last_period and cadence = @cadence and id in unnest(@ids);

insert into insights.findings (
  id, kpi, cadence, period, dimension, kind, direction, actual, expected, low, high, score, confidence, severity,
  detectors, asked, money, since, also, segment, state
)
select
  words[offset(0)],
  words[offset(1)],
  @cadence,
  cast(words[offset(2)] as date),
  words[offset(3)],
  words[offset(4)],
  words[offset(5)],
  cast(words[offset(6)] as float64),
  cast(words[offset(7)] as float64),
  cast(nullif(words[offset(8)], '') as float64),
  cast(nullif(words[offset(9)], '') as float64),
  cast(words[offset(10)] as float64),
  cast(words[offset(11)] as float64),
  words[offset(12)],
  words[offset(13)],
  cast(words[offset(14)] as int64),
  cast(nullif(words[offset(15)], '') as float64),
  cast(words[offset(16)] as date),
  substr(texts, 1, cast(words[offset(17)] as int64)),
  substr(texts, cast(words[offset(17)] as int64) + 1),
  'open'
from (
  select
    split(substr(line, 1, strpos(line, '|') - 1), ' ') as words,
    substr(line, strpos(line, '|') + 1) as texts
  from unnest(@lines) as line
);
