import type { Cursor, Rule } from "./cursor.ts";
import { parseFormat, printFormat } from "./date-formats.ts";
import { calendarUnits, clockUnits, datePart, extract, interval, truncate, weekStart } from "./date-parts.ts";

/** `f(value, part)` */
const truncation =
  (type: string, allowed: readonly string[]): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => {
      const value = inner.expression();
      inner.expectSymbol(",");
      return `CAST(${truncate(value, datePart(inner, allowed))} AS ${type})`;
    });

/** `f(later, earlier, part)`: the number of part boundaries between the two. */
const difference =
  (allowed: readonly string[]): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => {
      const [later, earlier] = twoArguments(inner);
      const part = datePart(inner, allowed);
      const week = weekStart(part);
      if (week === undefined) return `date_diff('${part.name}', ${earlier}, ${later})`;
      return `bq_weeks_between(${later}, ${earlier}, ${week})`;
    });

/** For timestamps GoogleSQL counts whole elapsed parts, not boundaries. */
const elapsed: Rule = (cursor) =>
  cursor.parenthesised((inner) => {
    const [later, earlier] = twoArguments(inner);
    const { name } = datePart(inner, exactUnits);
    // A day is 24 hours in every time zone.
    if (name === "day") return `bq_div(date_sub('hour', ${earlier}, ${later}), 24)`;
    return `date_sub('${name}', ${earlier}, ${later})`;
  });

const twoArguments = (cursor: Cursor): readonly [string, string] => {
  const first = cursor.expression();
  cursor.expectSymbol(",");
  const second = cursor.expression();
  cursor.expectSymbol(",");
  return [first, second];
};

/** `f(value, interval n unit)` */
const shift =
  (prefix: string, sign: "" | "- ", allowed: readonly string[]): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => {
      const value = inner.expression();
      inner.expectSymbol(",");
      const { count, unit } = interval(inner, allowed);
      return `${prefix}_add_${unit}s(${value}, ${sign}(${count}))`;
    });

const dateArray: Rule = (cursor) =>
  cursor.parenthesised((inner) => {
    const first = inner.expression();
    inner.expectSymbol(",");
    const last = inner.expression();
    const step = inner.skipSymbol(",") ? interval(inner, calendarUnits) : { count: "1", unit: "day" };
    return `bq_dates_by_${step.unit}s(${first}, ${last}, ${step.count})`;
  });

/** `f(format, value)` */
const formatted =
  (macro: string, formatRule: Rule): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => {
      const format = formatRule(inner);
      inner.expectSymbol(",");
      return `${macro}(${format}, ${inner.expression()})`;
    });

const extraction: Rule = (cursor) =>
  cursor.parenthesised((inner) => {
    const part = datePart(inner, [...moments, "dayofweek", "dayofyear", "isoyear", "date"]);
    inner.expectWords("from");
    return extract(inner.expression(), part);
  });

/** `date(2024, 2, 29)`, or a conversion of one value. */
const construction =
  (type: string, make: string | undefined, pieces: number): Rule =>
  (cursor) => {
    const token = cursor.peek();
    const given = cursor.parenthesised((inner) => inner.list((argument) => argument.expression()));
    if (given.length === 1) return `CAST(${given[0]} AS ${type})`;
    if (make === undefined || given.length !== pieces) {
      throw cursor.unsupported(`making a ${type} from ${given.length} values`, token);
    }
    return `${make}(${given.map((value) => `CAST(${value} AS BIGINT)`).join(", ")})`;
  };

const lastDay: Rule = (cursor) =>
  cursor.parenthesised((inner) => {
    const value = inner.expression();
    if (inner.skipSymbol(",")) datePart(inner, ["month"]);
    return `last_day(${value})`;
  });

const now =
  (text: string): Rule =>
  (cursor) => {
    if (cursor.skipSymbol("(")) cursor.expectSymbol(")");
    return text;
  };

const moments = [...clockUnits, ...calendarUnits];
const exactUnits = [...clockUnits, "day"];

export const dateForms: ReadonlyMap<string, Rule> = new Map([
  ["extract", extraction],
  ["date", construction("DATE", "make_date", 3)],
  ["datetime", construction("TIMESTAMP", "make_timestamp", 6)],
  ["timestamp", construction("TIMESTAMPTZ", undefined, 1)],
  ["date_trunc", truncation("DATE", calendarUnits)],
  ["datetime_trunc", truncation("TIMESTAMP", moments)],
  ["timestamp_trunc", truncation("TIMESTAMPTZ", moments)],
  ["date_diff", difference(calendarUnits)],
  ["datetime_diff", difference(moments)],
  ["timestamp_diff", elapsed],
  ["date_add", shift("bq_date", "", calendarUnits)],
  ["date_sub", shift("bq_date", "- ", calendarUnits)],
  ["datetime_add", shift("bq_datetime", "", moments)],
  ["datetime_sub", shift("bq_datetime", "- ", moments)],
  ["timestamp_add", shift("bq_datetime", "", exactUnits)],
  ["timestamp_sub", shift("bq_datetime", "- ", exactUnits)],
  ["last_day", lastDay],
  ["generate_date_array", dateArray],
  ...["date", "datetime", "timestamp"].flatMap((type): [string, Rule][] => [
    [`parse_${type}`, formatted(`bq_parse_${type}`, parseFormat)],
    [`safe.parse_${type}`, formatted(`bq_safe_parse_${type}`, parseFormat)],
    [`format_${type}`, formatted(`bq_format_${type}`, printFormat)],
  ]),
  ["current_date", now("current_date")],
  ["current_datetime", now("CAST(current_timestamp AS TIMESTAMP)")],
  ["current_timestamp", now("current_timestamp")],
]);
