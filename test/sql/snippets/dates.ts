import type { Snippet } from "./snippet.ts";

export const dates: readonly Snippet[] = [
  {
    name: "counts weekdays from Sunday and weeks by their kind",
    sql: "select extract(dayofweek from date '2024-02-25'), extract(dayofweek from date '2024-03-02'), extract(isoweek from date '2024-12-30'), extract(week from date '2024-12-30'), extract(week(monday) from date '2024-12-30'), extract(isoyear from date '2024-12-30')",
    rows: [[1, 7, 1, 52, 53, 2025]],
  },
  {
    name: "extracts the parts of a date",
    sql: "select extract(year from d), extract(month from d), extract(day from d), extract(quarter from d), extract(dayofyear from d) from (select date '2024-02-29' as d)",
    rows: [[2024, 2, 29, 1, 60]],
  },
  {
    name: "extracts the parts of a datetime",
    sql: "select extract(hour from t), extract(minute from t), extract(second from t), extract(date from t), extract(dayofweek from t), extract(week from t) from (select datetime '2024-02-29 13:14:15' as t)",
    rows: [[13, 14, 15, "2024-02-29", 5, 8]],
  },
  {
    name: "starts a week on Sunday unless told otherwise",
    sql: "select date_trunc(d, week), date_trunc(d, week(monday)), date_trunc(d, week(thursday)), date_trunc(d, isoweek), date_trunc(d, month), date_trunc(d, quarter), date_trunc(d, year) from (select date '2024-02-29' as d)",
    rows: [
      ["2024-02-25", "2024-02-26", "2024-02-29", "2024-02-26", "2024-02-01", "2024-01-01", "2024-01-01"],
    ],
  },
  {
    name: "counts the borders between two dates",
    sql: "select date_diff(a, b, day), date_diff(a, b, week), date_diff(a, b, week(monday)), date_diff(a, b, isoweek), date_diff(a, b, month), date_diff(a, b, quarter), date_diff(a, b, year), date_diff(b, a, day) from (select date '2024-03-03' as a, date '2023-12-31' as b)",
    rows: [[63, 9, 9, 9, 3, 1, 1, -63]],
  },
  {
    name: "moves dates and stays within the month",
    sql: "select date_add(d, interval 1 month), date_sub(d, interval 1 year), date_add(d, interval 2 week), date_sub(d, interval 1 quarter), date_add(d, interval -3 day), date_sub(d, interval 30 day), last_day(d), last_day(d, month) from (select date '2024-01-31' as d)",
    rows: [
      [
        "2024-02-29",
        "2023-01-31",
        "2024-02-14",
        "2023-10-31",
        "2024-01-28",
        "2024-01-01",
        "2024-01-31",
        "2024-01-31",
      ],
    ],
  },
  {
    name: "moves datetimes",
    sql: "select datetime_add(t, interval 1 month), datetime_sub(t, interval 90 minute), datetime_add(t, interval 1 week), datetime_add(t, interval 5 second), datetime_sub(t, interval 1 quarter) from (select datetime '2024-01-31 10:00:00' as t)",
    rows: [
      [
        "2024-02-29 10:00:00",
        "2024-01-31 08:30:00",
        "2024-02-07 10:00:00",
        "2024-01-31 10:00:05",
        "2023-10-31 10:00:00",
      ],
    ],
  },
  {
    name: "moves timestamps",
    sql: "select timestamp_add(t, interval 1 day), timestamp_sub(t, interval 3 hour) from (select timestamp '2024-01-31 10:00:00' as t)",
    rows: [["2024-02-01 10:00:00+00", "2024-01-31 07:00:00+00"]],
  },
  {
    name: "counts borders between datetimes, whole parts between timestamps",
    sql: "select datetime_diff(datetime '2024-01-02 01:00:00', datetime '2024-01-01 23:59:59', hour), datetime_diff(datetime '2024-01-02 01:00:00', datetime '2024-01-01 23:59:59', day), timestamp_diff(timestamp '2024-01-02 01:00:00', timestamp '2024-01-01 23:59:59', hour), timestamp_diff(timestamp '2024-01-02 01:00:00', timestamp '2024-01-01 23:59:59', day), timestamp_diff(timestamp '2024-01-01 00:00:00', timestamp '2024-01-02 23:59:59', day)",
    rows: [[2, 1, 1, 0, -1]],
  },
  {
    name: "cuts datetimes and timestamps",
    sql: "select datetime_trunc(datetime '2024-02-29 13:14:15', hour), datetime_trunc(datetime '2024-02-29 13:14:15', month), datetime_trunc(datetime '2024-02-29 13:14:15', week), timestamp_trunc(timestamp '2024-02-29 13:14:15', day), timestamp_trunc(timestamp '2024-02-29 13:14:15', week(monday))",
    rows: [
      [
        "2024-02-29 13:00:00",
        "2024-02-01 00:00:00",
        "2024-02-25 00:00:00",
        "2024-02-29 00:00:00+00",
        "2024-02-26 00:00:00+00",
      ],
    ],
  },
  {
    name: "lists dates",
    sql: "select generate_date_array(date '2024-01-01', date '2024-01-03'), generate_date_array(date '2024-01-01', date '2024-01-20', interval 1 week), generate_date_array(date '2024-01-03', date '2024-01-01'), generate_date_array(date '2024-01-03', date '2024-01-01', interval -1 day), generate_date_array(date '2024-01-01', date '2024-04-30', interval 1 month), generate_date_array(null, date '2024-01-01')",
    rows: [
      [
        ["2024-01-01", "2024-01-02", "2024-01-03"],
        ["2024-01-01", "2024-01-08", "2024-01-15"],
        [],
        ["2024-01-03", "2024-01-02", "2024-01-01"],
        ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"],
        null,
      ],
    ],
  },
  {
    name: "lists dates up to the last one and no further",
    sql: "select generate_date_array(date '2024-01-15', date '2024-03-15', interval 1 month), generate_date_array(date '2024-01-15', date '2024-03-14', interval 1 month), generate_date_array(date '2024-03-15', date '2024-01-15', interval -1 month), generate_date_array(date '2024-02-28', date '2024-03-01', interval 2 day)",
    rows: [
      [
        ["2024-01-15", "2024-02-15", "2024-03-15"],
        ["2024-01-15", "2024-02-15"],
        ["2024-03-15", "2024-02-15", "2024-01-15"],
        ["2024-02-28", "2024-03-01"],
      ],
    ],
  },
  {
    name: "converts between date types",
    sql: "select date(2024, 2, 29), date(datetime '2024-02-29 12:00:00'), date(timestamp '2024-02-29 23:00:00'), datetime(date '2024-02-29'), datetime(2024, 2, 29, 1, 2, 3), timestamp(date '2024-02-29'), unix_date(date '2024-02-29'), date_from_unix_date(19000)",
    rows: [
      [
        "2024-02-29",
        "2024-02-29",
        "2024-02-29",
        "2024-02-29 00:00:00",
        "2024-02-29 01:02:03",
        "2024-02-29 00:00:00+00",
        19782,
        "2022-01-08",
      ],
    ],
  },
  {
    name: "counts seconds since 1970",
    sql: "select unix_seconds(timestamp '2024-01-01 00:00:00'), unix_millis(timestamp '2024-01-01 00:00:00'), timestamp_seconds(1704067200), timestamp_millis(1704067200123), unix_seconds(timestamp '1969-12-31 23:59:58.5')",
    rows: [[1704067200, 1704067200000, "2024-01-01 00:00:00+00", "2024-01-01 00:00:00.123+00", -2]],
  },
  {
    name: "prints dates",
    sql: "select format_date('%G-W%V', date '2024-12-30'), format_date('%d.%m.%Y 100%%', date '2024-02-29'), format_date('%A %B %j %u %w %U %W', date '2024-03-03'), format_datetime('%F %T %I %p', datetime '2024-02-29 13:04:05'), format_timestamp('%F %R', timestamp '2024-02-29 13:04:05')",
    rows: [
      [
        "2025-W01",
        "29.02.2024 100%",
        "Sunday March 063 7 0 09 09",
        "2024-02-29 13:04:05 01 PM",
        "2024-02-29 13:04",
      ],
    ],
  },
  {
    name: "parses dates",
    sql: "select parse_date('%Y-%m-%d', '2024-02-29'), parse_date('%d/%m/%Y', '1/2/2024'), parse_date('%d %b %Y', '5 Feb 2024'), parse_date('%Y-%m', '2024-05'), parse_datetime('%F %T', '2024-02-29 01:02:03'), parse_timestamp('%Y-%m-%d %H:%M:%S', '2024-02-29 01:02:03')",
    rows: [
      [
        "2024-02-29",
        "2024-02-01",
        "2024-02-05",
        "2024-05-01",
        "2024-02-29 01:02:03",
        "2024-02-29 01:02:03+00",
      ],
    ],
  },
  {
    name: "answers NULL where SAFE parsing fails",
    sql: "select safe.parse_date('%Y-%m-%d', 'x'), safe.parse_date('%Y-%m-%d', '2024-02-30'), safe.parse_date('%Y-%m-%d', '2024-02-29x'), safe.parse_date('%Y%m%d', '20240229'), safe.parse_datetime('%F %T', '2024-02-29')",
    rows: [[null, null, null, "2024-02-29", null]],
  },
  {
    name: "fails on a date that does not parse",
    sql: "select parse_date('%Y-%m-%d', '2024-02-30')",
    fails: true,
  },
  {
    name: "computes with parameters",
    sql: "select @day - 1 < 3, date_add(@date, interval @day day)",
    parameters: { day: { type: "INT64", value: 2 }, date: { type: "DATE", value: "2024-02-28" } },
    rows: [[true, "2024-03-01"]],
  },
];
