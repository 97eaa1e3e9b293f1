import type { Feed } from "../contracts/feed.ts";
import { ruleIn } from "./condition-sql.ts";
import { columnsIn } from "./rule-expression.ts";

// Checks of a row against other rows. All identifiers are the contracts', all values are parameters.

/** What joins the rows that a check needs, and when a row then breaks it. */
export interface RelatedCheck {
  readonly rule: string;
  readonly column: string;
  readonly message: string;
  readonly join: string;
  readonly condition: string;
  /** The feed whose rows decide. */
  readonly other: string;
}

/** The feed's checks of this severity. Their SQL reads from @from_day date on. */
export const relatedChecks = (
  feed: Feed,
  feeds: readonly Feed[],
  severity: Feed["sums"][number]["severity"],
): readonly RelatedCheck[] => [
  ...feed.earlierRows.filter((check) => check.severity === severity).map((check) => earlierRow(feed, check)),
  ...feed.sums
    .filter((check) => check.severity === severity)
    .flatMap((check) => {
      const other = feeds.find(({ name }) => name === check.feed);
      return other ? [sumOfRows(other, check)] : [];
    }),
];

/** The first time at which each key had a row that is needed. */
const firstTimes = (feed: Feed, needs: string, columns: readonly string[], name: string): string => {
  const keys = columns.map((column, place) => `${column} as ${name}_${place}`);
  const given = columns.map((column) => `${column} is not null`);
  return `left join (
  select ${keys.join(", ")}, min(${timeOf(feed)}) as ${name}_time
  from ${feed.table}
  where _source_date >= @from_day and not _quarantined and ${needs} and ${given.join(" and ")}
  group by ${columns.map((_, place) => `${name}_${place}`).join(", ")}
) as ${name} on ${columns.map((column, place) => `${name}_${place} = ${column}`).join(" and ")}`;
};

const timeOf = ({ businessDate }: Feed): string => businessDate ?? "_source_date";

const earlierRow = (
  feed: Feed,
  { name, rows, needs, same, description }: Feed["earlierRows"][number],
): RelatedCheck => {
  const [first = "", ...others] = same;
  const needed = ruleIn(feed, needs);
  const tooLate = (joined: string) => `(${joined}_time is null or ${joined}_time > ${timeOf(feed)})`;
  const allGiven = others.map((column) => `${column} is not null`).join(" and ");
  return {
    rule: name,
    other: feed.name,
    column: columnsIn(rows)[0] ?? first,
    message: description ?? `has no earlier row with the same ${same.join(" and ")}`,
    join: [
      firstTimes(feed, needed, same, "earlier"),
      ...(others.length === 0 ? [] : [firstTimes(feed, needed, [first], "anyone")]),
    ].join("\n"),
    condition: `${ruleIn(feed, rows)} and ${first} is not null and ${
      others.length === 0
        ? tooLate("earlier")
        : `if(${allGiven}, ${tooLate("earlier")}, ${tooLate("anyone")})`
    }`,
  };
};

/** Totals are floats here: a report must not fail because of one that no NUMERIC holds. */
const sumOfRows = (
  other: Feed,
  { name, column, of, by, tolerance, description }: Feed["sums"][number],
): RelatedCheck => {
  const part = ruleIn(other, of);
  return {
    rule: name,
    other: other.name,
    column,
    message: description ?? `is not the sum of its rows in ${other.name}`,
    join: `left join (
  select ${by} as summed_key, sum(cast(${part} as float64)) as summed
  from ${other.table}
  where _source_date >= @from_day and not _quarantined
  group by summed_key
  having countif(${part} is null) = 0
) as summed_rows on summed_key = ${by}`,
    condition: `abs(cast(${column} as float64) - summed) > cast('${tolerance}' as float64)`,
  };
};
