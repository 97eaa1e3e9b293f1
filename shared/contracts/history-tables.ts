import type { Feed } from "./feed.ts";
import { contractColumns, definition } from "./table-columns.ts";

/** The table with every version of a feed's rows that changes have told about. */
export const historyTable = ({ name }: Pick<Feed, "name">): string => `clean.${name}_history`;

/** GoogleSQL that creates the histories of the feeds that take changes, and adds new columns. */
export const historyTables = (feeds: readonly Feed[]): readonly string[] => {
  const changing = feeds.filter(({ changes }) => changes !== undefined);
  return changing.length === 0
    ? []
    : [
        "create schema if not exists clean",
        ...changing.flatMap((feed) => [create(feed), ...addColumns(feed)]),
      ];
};

const create = (feed: Feed): string => {
  const columns = [
    "change_key string not null",
    ...contractColumns(feed).map(definition),
    "is_deleted bool not null",
    "valid_from timestamp not null",
    "valid_to timestamp",
    "_source_date date not null",
    "_object string not null",
    "_generation int64 not null",
    "_row int64 not null",
  ];
  return `create table if not exists ${historyTable(feed)} (\n  ${columns.join(",\n  ")}\n)\ncluster by change_key\noptions (description = 'Every version of the rows of ${feed.name} that changes have told about, in the order of the log of their source. Without valid_to it holds now; is_deleted says that the row was gone from then on.')`;
};

const addColumns = (feed: Feed): readonly string[] =>
  contractColumns(feed).map(
    (column) => `alter table ${historyTable(feed)} add column if not exists ${definition(column)}`,
  );
