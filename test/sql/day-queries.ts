const days = "unnest(generate_date_array(date '2019-12-20', date '2030-12-01')) as d order by d";
const parts = "day week isoweek week(monday) week(tuesday) week(saturday) month quarter year".split(" ");

const neighbours = (unit: string): string[] => [
  `date_add(d, interval 3 ${unit})`,
  `date_sub(d, interval 1 ${unit})`,
];

const columns: readonly (readonly [name: string, columns: readonly string[]])[] = [
  ["parts", [...parts, "dayofweek", "dayofyear", "isoyear"].map((part) => `extract(${part} from d)`)],
  ["starts", parts.map((part) => `date_trunc(d, ${part})`)],
  ["differences", parts.map((part) => `date_diff(d, date '2024-02-29', ${part})`)],
  ["neighbours", ["day", "week", "month", "quarter", "year"].flatMap(neighbours)],
  ["texts", ["format_date('%Y %m %d %y %j %a %A %b %B %G %V %u %w %U %W %F', d)", "cast(d as string)"]],
];

/** Calendar functions of each of 4,000 days. */
export const dayQueries: readonly (readonly [name: string, sql: string])[] = columns.map(
  ([name, expressions]) => [name, `select d, ${expressions.join(", ")} from ${days}`],
);
