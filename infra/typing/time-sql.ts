import { timePattern, year } from "../../shared/contracts/time-format.ts";
import { literal } from "../duckdb-sql.ts";

// The range of both engines, without second 60: a value is kept unchanged or rejected.
const isoDate = `${year}-[0-9]{2}-[0-9]{2}`;
const clock = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?";
const isoTime = `${isoDate}([ T]${clock})?`;
const offset = " ?(Z|UTC|GMT|[-+](0[0-9]|1[0-4]):?[0-5][0-9])";
const midnight = "00:00(:00([.]0{1,6})?)?";
const firstInstant = "0001-01-01 00:00:00";
const lastInstant = "9999-12-31 23:59:59.999999";

export const dateSql = (text: string, formats: readonly string[], zone: string): string =>
  `case when ${fits(text, `${isoDate}([ T]${midnight})?`)} then try_cast(left(${text}, 10) as date)${otherFormats(text, formats, zone, (parsed) => `${parsed}::date`)} end`;

/**
 * A time on the company's clock. Without an offset it is kept as written, even in the hour that the clocks skip or
 * repeat: moving it would invent data. With an offset it is an instant, which has exactly one time on the clock.
 */
export const wallClockSql = (text: string, formats: readonly string[], zone: string): string =>
  `case when ${fits(text, isoTime)} then try_cast(${text} as timestamp) ` +
  `when ${fits(text, isoTime + offset)} then ${within("timestamp", `timezone(${zone}, ${instant(text)})`)}` +
  `${otherFormats(text, formats, zone, (parsed) => parsed)} end`;

/** An instant. A time without an offset is on the company's clock; in a repeated hour, the later one counts. */
export const instantSql = (text: string, formats: readonly string[], zone: string): string =>
  within(
    "timestamptz",
    `case when ${fits(text, isoTime)} then timezone(${zone}, try_cast(${text} as timestamp)) ` +
      `when ${fits(text, isoTime + offset)} then ${instant(text)}` +
      `${otherFormats(text, formats, zone, (parsed) => `timezone(${zone}, ${parsed})`)} end`,
  );

const fits = (text: string, pattern: string): string => `regexp_full_match(${text}, ${literal(pattern)})`;

/** DuckDB requires seconds, and a colon in the offset without a space before it. */
const instant = (text: string): string => {
  const joined = `regexp_replace(regexp_replace(${text}, ' ?(UTC|GMT)$', 'Z'), ' (Z|[-+])', '\\1')`;
  const withSeconds = `regexp_replace(${joined}, '([ T][0-9]{2}:[0-9]{2})(Z|[-+])', '\\1:00\\2')`;
  return `try_cast(regexp_replace(${withSeconds}, '([0-9]{2})([0-9]{2})$', '\\1:\\2') as timestamptz)`;
};

const within = (type: "timestamp" | "timestamptz", value: string): string => {
  const limit = (text: string) => `'${text}${type === "timestamptz" ? "+00" : ""}'::${type}`;
  return `case when ${value} between ${limit(firstInstant)} and ${limit(lastInstant)} then ${value} end`;
};

/** DuckDB's `%Y` accepts any number of digits; the pattern requires four. */
const otherFormats = (
  text: string,
  formats: readonly string[],
  zone: string,
  use: (parsed: string) => string,
): string =>
  formats
    .map((format) => {
      const fitting = fits(text, timePattern(format));
      const counted = countedTime[format]?.(text, zone);
      if (counted !== undefined) return ` when ${fitting} then ${use(counted)}`;
      const parsed = `try_strptime(${text}, ${literal(format)})`;
      return ` when ${fitting} and ${parsed} is not null then ${use(parsed)}`;
    })
    .join("");

/** Times that are numbers, as times on the clock: instants since 1970, and the serial numbers of days in a sheet. */
const countedTime: Readonly<Record<string, (text: string, zone: string) => string>> = {
  unix: (text, zone) => onClock(`cast(try_cast(${text} as decimal(28, 6)) * 1000000 as bigint)`, zone),
  "unix-ms": (text, zone) => onClock(`(try_cast(${text} as bigint) * 1000)`, zone),
  // To whole seconds: a minute is 0.000694444…
  excel: (text) =>
    `make_timestamp(cast(round((try_cast(${text} as decimal(28, 15)) - 25569) * 86400) as bigint) * 1000000)`,
};

const onClock = (micros: string, zone: string): string =>
  `timezone(${zone}, timezone('UTC', make_timestamp(${micros})))`;
