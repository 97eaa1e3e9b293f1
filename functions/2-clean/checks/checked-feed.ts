import type { Column, Feed } from "../../../shared/contracts/feed.ts";
import { type RelatedCheck, relatedChecks } from "../../../shared/quality/related-rows.ts";

/** A feed with checks that need other rows, in the order in which a row's reasons name them. */
export interface CheckedFeed {
  readonly feed: Feed;
  readonly references: readonly Reference[];
  readonly keys: readonly Key[];
  /** Checks of a row against others that are no key of it. */
  readonly related: readonly RelatedCheck[];
}

export interface Reference {
  readonly column: Column;
  /** The feed and the column in which the value must stand. */
  readonly to: string;
  readonly toTable: string;
  readonly toColumn: string;
  /** A row that gives this column may refer to nothing. */
  readonly unlessGiven: string | undefined;
}

export interface Key {
  readonly columns: readonly Column[];
  readonly unlessRepeatedPercent: number | undefined;
}

/** The feeds whose rows such checks keep out of the clean tables. */
export const checkedFeeds = (feeds: readonly Feed[]): readonly CheckedFeed[] =>
  feeds
    .map((feed) => ({
      feed,
      references: referencesOf(feed, feeds),
      keys: keysOf(feed),
      related: relatedChecks(feed, feeds, "quarantine"),
    }))
    .filter(({ references, keys, related }) => references.length + keys.length + related.length > 0);

const referencesOf = ({ columns }: Feed, feeds: readonly Feed[]): Reference[] =>
  columns.flatMap((column) =>
    column.references
      .filter(({ severity }) => severity === "quarantine")
      .flatMap(({ feed: to, column: toColumn, unlessGiven }) => {
        const target = feeds.find(({ name }) => name === to);
        return target ? [{ column, to, toTable: target.table, toColumn, unlessGiven }] : [];
      }),
  );

const keysOf = ({ keys, columns }: Feed): Key[] =>
  keys
    .filter(({ severity }) => severity === "quarantine")
    .map(({ columns: names, unlessRepeatedPercent }) => ({
      columns: columns.filter(({ name }) => names.includes(name)),
      unlessRepeatedPercent,
    }));

/** Rows of a feed without business dates are known by the date of their file. */
export const dayColumn = ({ businessDate }: Feed): string =>
  businessDate === undefined ? "_source_date" : "business_date";
