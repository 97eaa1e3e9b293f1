-- Runs on every connection. Gives DuckDB GoogleSQL's results where the two engines differ.

set TimeZone = 'UTC';
set default_null_order = 'nulls_first_on_asc_last_on_desc';

-- numbers
create or replace temp macro bq_divide(a, b) as case when b = 0 then error('division by zero') else a / b end;
create or replace temp macro bq_mod(a, b) as case when b = 0 then error('division by zero') else a % b end;
create or replace temp macro bq_div(a, b) as
  case when b = 0 then error('division by zero') else cast(trunc(a // b) as bigint) end;
create or replace temp macro bq_safe_divide(a, b) as a / nullif(b, 0);
create or replace temp macro bq_ieee_divide(a, b) as cast(a as double) / cast(b as double);
create or replace temp macro bq_sign(a) as cast(sign(a) as bigint);
create or replace temp macro bq_finite(a) as case when isinf(a) then error('floating point overflow') else a end;
create or replace temp macro bq_pow(a, b) as case
  when a < 0 and b <> trunc(b) then error('root of a negative number') else bq_finite(pow(a, b)) end;
create or replace temp macro bq_safe_finite(a) as case when isinf(a) then null else a end;
create or replace temp macro bq_safe_pow(a, b) as
  case when a >= 0 or b = trunc(b) then bq_safe_finite(pow(a, b)) end;
create or replace temp macro bq_safe_exp(a) as bq_safe_finite(exp(a));
create or replace temp macro bq_range_bucket(v, borders) as
  case when v is not null then len(list_filter(borders, lambda border: border <= v)) end;

-- casts: DuckDB accepts more texts than GoogleSQL, rounds halves to even and prints numbers differently
create or replace temp macro bq_is_int64(x) as
  typeof(x) <> 'VARCHAR' or regexp_full_match(cast(x as varchar), '\s*[-+]?(\d+|0[xX][0-9a-fA-F]+)\s*');
create or replace temp macro bq_to_int64(x) as case
  when not bq_is_int64(x) then error('bad INT64 value: ' || cast(x as varchar))
  when typeof(x) = 'DOUBLE' then cast(round(try_cast(x as double)) as bigint)
  else cast(x as bigint) end;
create or replace temp macro bq_safe_to_int64(x) as case
  when not bq_is_int64(x) then null
  when typeof(x) = 'DOUBLE' then try_cast(round(try_cast(x as double)) as bigint)
  else try_cast(x as bigint) end;
-- A FLOAT64 is an integer divided by a power of two, so this conversion is exact; DuckDB's own cast rounds twice.
create or replace temp macro bq_power_below(x) as 53 - cast(floor(log2(abs(x))) as integer);
create or replace temp macro bq_billionths(x, power) as
  (cast(abs(x) * pow(2, power) as hugeint) * 1000000000 + cast(pow(2, power - 1) as hugeint))
    // cast(pow(2, power) as hugeint);
create or replace temp macro bq_float_to_numeric(x) as case
  when abs(x) < 1e-10 then cast(0 as decimal(38, 9))
  when abs(x) >= 9007199254740992 then cast(cast(x as hugeint) as decimal(38, 9))
  else cast(cast(sign(x) * bq_billionths(x, bq_power_below(x)) as decimal(38, 0)) * 0.000000001 as decimal(38, 9)) end;
create or replace temp macro bq_to_numeric(x) as case
  when typeof(x) = 'DOUBLE' then bq_float_to_numeric(cast(x as double)) else cast(x as decimal(38, 9)) end;
create or replace temp macro bq_safe_to_numeric(x) as case
  when typeof(x) <> 'DOUBLE' then try_cast(x as decimal(38, 9))
  when abs(try_cast(x as double)) < 1e29 then bq_float_to_numeric(try_cast(x as double)) end;
create or replace temp macro bq_is_bool(x) as
  typeof(x) <> 'VARCHAR' or lower(cast(x as varchar)) in ('true', 'false');
create or replace temp macro bq_to_bool(x) as
  case when not bq_is_bool(x) then error('bad BOOL value: ' || cast(x as varchar)) else cast(x as boolean) end;
create or replace temp macro bq_safe_to_bool(x) as case when bq_is_bool(x) then try_cast(x as boolean) end;
create or replace temp macro bq_is_date(x) as
  typeof(x) <> 'VARCHAR' or regexp_full_match(cast(x as varchar), '\d{1,4}-\d{1,2}-\d{1,2}');
create or replace temp macro bq_to_date(x) as
  case when not bq_is_date(x) then error('bad DATE value: ' || cast(x as varchar)) else cast(x as date) end;
create or replace temp macro bq_safe_to_date(x) as case when bq_is_date(x) then try_cast(x as date) end;
create or replace temp macro bq_is_moment(x, zone) as typeof(x) <> 'VARCHAR' or regexp_full_match(
  cast(x as varchar), '\d{1,4}-\d{1,2}-\d{1,2}([ Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d{1,6})?)?' || zone);
create or replace temp macro bq_to_datetime(x) as case
  when bq_is_moment(x, '') then cast(x as timestamp)
  else error('bad DATETIME value: ' || cast(x as varchar)) end;
create or replace temp macro bq_safe_to_datetime(x) as
  case when bq_is_moment(x, '') then try_cast(x as timestamp) end;
create or replace temp macro bq_zone() as '([Zz]|[-+]\d{1,2}(:\d{2})?)?';
create or replace temp macro bq_to_timestamp(x) as case
  when bq_is_moment(x, bq_zone()) then cast(x as timestamptz)
  else error('bad TIMESTAMP value: ' || cast(x as varchar)) end;
create or replace temp macro bq_safe_to_timestamp(x) as
  case when bq_is_moment(x, bq_zone()) then try_cast(x as timestamptz) end;
create or replace temp macro bq_to_string(x) as case
  when typeof(x) = 'DOUBLE' or typeof(x) like 'DECIMAL%' and contains(cast(x as varchar), '.')
  then regexp_replace(cast(x as varchar), '\.0+$|(\.\d*[1-9])0+$', '\1')
  else cast(x as varchar) end;

-- strings
-- all Unicode white space: GoogleSQL's TRIM removes it all, DuckDB's only the plain space
create or replace temp macro bq_spaces() as array_to_string([chr(c) for c in [
  9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202,
  8232, 8233, 8239, 8287, 12288]], '');
create or replace temp macro bq_first_character(s, p) as case when p = 0 or p < -length(s) then 1 else p end;
create or replace temp macro bq_substr2(s, p) as substring(s, bq_first_character(s, p));
create or replace temp macro bq_substr3(s, p, l) as
  case when l < 0 then error('negative length in SUBSTR') else substring(s, bq_first_character(s, p), l) end;
create or replace temp macro bq_regexp_replace(s, pattern, other) as regexp_replace(s, pattern, other, 'g');
create or replace temp macro bq_regexp_extract(s, pattern, grp) as
  case when regexp_matches(s, pattern) then regexp_extract(s, pattern, grp) end;

-- arrays
create or replace temp macro bq_safe_offset(a, i) as case when i >= 0 then a[i + 1] end;
create or replace temp macro bq_offset(a, i) as
  case when i < 0 or i >= len(a) then error('array position out of bounds') else a[i + 1] end;
create or replace temp macro bq_safe_ordinal(a, i) as case when i >= 1 then a[i] end;
create or replace temp macro bq_ordinal(a, i) as
  case when i < 1 or i > len(a) then error('array position out of bounds') else a[i] end;

-- days: a week starts on the given weekday, 1 for Monday to 7 for Sunday
create or replace temp macro bq_week_start(d, weekday) as
  cast(d as date) - cast((isodow(d) - weekday + 7) % 7 as integer);
create or replace temp macro bq_weeks_between(a, b, weekday) as
  cast((bq_week_start(a, weekday) - bq_week_start(b, weekday)) // 7 as bigint);
create or replace temp macro bq_week_of_year(d, weekday) as
  (dayofyear(d) - 1 + (isodow(date_trunc('year', d)) - weekday + 7) % 7) // 7
    + case when isodow(date_trunc('year', d)) = weekday then 1 else 0 end;
create or replace temp macro bq_day_of_week(d) as dayofweek(d) + 1;
create or replace temp macro bq_unix_date(d) as cast(d as date) - date '1970-01-01';
create or replace temp macro bq_date_from_unix_date(n) as date '1970-01-01' + cast(n as integer);
create or replace temp macro bq_date_add_days(d, n) as cast(d as date) + cast(n as integer);
create or replace temp macro bq_date_add_months(d, n) as
  cast(cast(d as date) + to_months(cast(n as integer)) as date);
create or replace temp macro bq_dates_by_days(a, b, n) as
  cast(generate_series(cast(a as timestamp), cast(b as timestamp), to_days(cast(n as integer))) as date[]);
create or replace temp macro bq_dates_by_months(a, b, n) as case
  when day(a) > 28 then error('dates by months must start on day 28 or earlier')
  else list_filter(
    [bq_date_add_months(a, n * i) for i in generate_series(0, abs(date_diff('month', a, b)) // abs(n))],
    lambda d: case when n > 0 then d <= b else d >= b end) end;

-- moments
create or replace temp macro bq_datetime_add_seconds(t, n) as t + to_seconds(n);
create or replace temp macro bq_datetime_add_days(t, n) as t + to_hours(24 * n);
create or replace temp macro bq_datetime_add_months(t, n) as t + to_months(cast(n as integer));
create or replace temp macro bq_unix_seconds(t) as cast(floor(epoch(t)) as bigint);
create or replace temp macro bq_timestamp_seconds(n) as make_timestamptz(cast(n as bigint) * 1000000);
create or replace temp macro bq_timestamp_millis(n) as make_timestamptz(cast(n as bigint) * 1000);
create or replace temp macro bq_parse_date(f, s) as cast(strptime(s, f) as date);
create or replace temp macro bq_parse_datetime(f, s) as strptime(s, f);
create or replace temp macro bq_parse_timestamp(f, s) as cast(strptime(s, f) as timestamptz);
create or replace temp macro bq_safe_parse_date(f, s) as cast(try_strptime(s, f) as date);
create or replace temp macro bq_safe_parse_datetime(f, s) as try_strptime(s, f);
create or replace temp macro bq_safe_parse_timestamp(f, s) as cast(try_strptime(s, f) as timestamptz);
create or replace temp macro bq_format_date(f, d) as strftime(cast(d as date), f);
create or replace temp macro bq_format_datetime(f, d) as strftime(cast(d as timestamp), f);
create or replace temp macro bq_format_timestamp(f, t) as strftime(t at time zone 'UTC', f);
