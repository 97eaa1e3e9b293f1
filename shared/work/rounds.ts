import type { ListedToken } from "./dirty-set.ts";

/**
 * BigQuery lets one job change 4,000 partitions; a round stays well below.
 * https://cloud.google.com/bigquery/quotas#partitioned_tables
 */
export const mostDatesAtOnce = 3_000;

/** The tokens of one round, in their order: as many as name no more dates than one job may change. */
export const firstRound = (tokens: readonly ListedToken[]): readonly ListedToken[] => {
  const dates = new Set<string>();
  const end = tokens.findIndex(({ fileDate, days }) => {
    for (const date of [fileDate, ...days]) dates.add(date);
    return dates.size > mostDatesAtOnce;
  });
  return end === -1 ? tokens : tokens.slice(0, Math.max(1, end));
};

/** The dates in parts that one job may change each, in their order. No dates are one empty part. */
export const inParts = (dates: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(dates.length / mostDatesAtOnce)) }, (_, part) =>
    dates.slice(part * mostDatesAtOnce, (part + 1) * mostDatesAtOnce),
  );
