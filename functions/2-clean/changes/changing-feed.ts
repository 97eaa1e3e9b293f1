import type { Changes } from "../../../shared/contracts/changes.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { keyText } from "../checks/check-words.ts";

/** A feed that takes changes. */
export interface ChangingFeed extends Feed {
  readonly changes: Changes;
}

export const changingFeeds = (feeds: readonly Feed[]): readonly ChangingFeed[] =>
  feeds.flatMap((feed) => (feed.changes ? [{ ...feed, changes: feed.changes }] : []));

// Conditions and expressions of GoogleSQL over the rows of such a feed.

export const inFiles = "(@all_files or _source_date in unnest(@file_dates))";
export const anyDate = "_source_date >= date '0001-01-01'";
export const passed = "ifnull(_accepted, not _quarantined)";
export const lineage = ["_source_date", "_object", "_generation", "_row"];

/** A row that a source's log tells of, and not only a plain file. */
export const isTold = ({ changes: { operation, position } }: ChangingFeed): string =>
  `(${[operation, ...position].map((name) => `${name} is not null`).join(" or ")})`;

export const keyOf = (feed: ChangingFeed): string => textOf(feed, feed.changes.key);

/** The key before, null where the row kept it. Of several columns, those that kept their value may be left out. */
export const previousKeyOf = (feed: ChangingFeed): string | undefined => {
  const { key, previousKey } = feed.changes;
  if (!previousKey) return undefined;
  if (key.length === 1) return textOf(feed, previousKey);
  const before = key.map((name, index) => `ifnull(${previousKey[index]}, ${name})`);
  const isGiven = previousKey.map((name) => `${name} is not null`).join(" or ");
  return `if(${isGiven}, ${keyText(before)}, null)`;
};

const textOf = ({ columns }: Feed, names: readonly string[]): string =>
  keyText(names.filter((name) => columns.some((column) => column.name === name)));
