import type { Cursor } from "./cursor.ts";

export const calendarUnits = ["day", "week", "isoweek", "month", "quarter", "year"];
export const clockUnits = ["second", "minute", "hour"];

export interface DatePart {
  readonly name: string;
  /** For `week(tuesday)`: Monday is 1, Sunday is 7. */
  readonly weekday?: number;
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Reads a date part such as `day` or `week(monday)`; it must be one of the allowed parts. */
export const datePart = (cursor: Cursor, allowed: readonly string[]): DatePart => {
  const token = cursor.take();
  const name = token.text.toLowerCase();
  if (!allowed.includes(name)) throw cursor.unsupported(`date part ${token.text}`, token);
  if (name !== "week" || !cursor.atSymbol("(")) return { name };
  const day = cursor.parenthesised((inner) => inner.take().text.toLowerCase());
  if (!weekdays.includes(day)) throw cursor.unsupported(`week starting on ${day}`, token);
  return { name, weekday: weekdays.indexOf(day) + 1 };
};

/** The day a week starts on. A plain WEEK starts on Sunday in GoogleSQL, on Monday in DuckDB. */
export const weekStart = ({ name, weekday }: DatePart): number | undefined => {
  if (name === "isoweek") return 1;
  return name === "week" ? (weekday ?? 7) : undefined;
};

export const truncate = (value: string, part: DatePart): string => {
  const start = weekStart(part);
  return start === undefined ? `date_trunc('${part.name}', ${value})` : `bq_week_start(${value}, ${start})`;
};

export const extract = (value: string, part: DatePart): string => {
  if (part.name === "date") return `CAST(${value} AS DATE)`;
  if (part.name === "dayofweek") return `bq_day_of_week(${value})`;
  if (part.name === "isoweek") return `week(${value})`;
  const start = weekStart(part);
  if (start !== undefined) return `bq_week_of_year(${value}, ${start})`;
  return `EXTRACT(${part.name} FROM ${value})`;
};

/** Reads `interval n unit` as a number of days, months or seconds. */
export const interval = (cursor: Cursor, allowed: readonly string[]): { count: string; unit: string } => {
  cursor.expectWords("interval");
  const count = cursor.expression();
  const { name } = datePart(
    cursor,
    allowed.filter((part) => part !== "isoweek"),
  );
  const [unit, factor] = inSmallerUnits.get(name) ?? [name, 1];
  return { count: factor === 1 ? count : `${factor} * (${count})`, unit };
};

const inSmallerUnits: ReadonlyMap<string, readonly [string, number]> = new Map([
  ["minute", ["second", 60]],
  ["hour", ["second", 3600]],
  ["week", ["day", 7]],
  ["quarter", ["month", 3]],
  ["year", ["month", 12]],
]);
