import type { Feed } from "../../../shared/contracts/feed.ts";
import { keyValue } from "./check-words.ts";
import { dayColumn, type Key, type Reference } from "./checked-feed.ts";
import { inScope } from "./in-scope.ts";

// Which rows a change can touch. All identifiers are the contracts', all values are parameters.

/** Keys that the referenced column had when it was last looked at (`held`), has now, gained and lost. */
export const keyChanges = ({ toTable, toColumn }: Reference): string => `${beforeAndNow(toTable, toColumn)}
select
  (select count(*) from before) as held,
  (select count(*) from present) as present_count,
  (select count(*) from present left join before on before.key_value = present.key_value where before.key_value is null) as gained,
  (select count(*) from before left join present on present.key_value = before.key_value where present.key_value is null) as lost`;

const beforeAndNow = (table: string, column: string): string => `with before as (
  select key_value from clean.reference_keys where feed = @to_feed and column_name = @to_column
),
present as (
  select distinct cast(${column} as string) as key_value from ${table} where not _quarantined and ${column} is not null
)`;

/** Rows of these file dates, or of all, whose value was gained or lost. */
export const rowsOfChangedKeys = (
  feed: Feed,
  reference: Reference,
  everywhere: boolean,
): string => `${beforeAndNow(reference.toTable, reference.toColumn)},
changed as (
  select present.key_value from present left join before on before.key_value = present.key_value where before.key_value is null
  union all
  select before.key_value from before left join present on present.key_value = before.key_value where present.key_value is null
)
select distinct ${dayColumn(feed)} as day, _source_date as source_date
from ${feed.table}
join changed on changed.key_value = cast(${reference.column.name} as string)
where not _quarantined and _source_date ${everywhere ? ">= date '0001-01-01'" : "in unnest(@file_dates)"}`;

/** Rows whose value does not exist: asked when a first file of the other feed arrives. */
export const rowsOfUnknownKeys = (feed: Feed, { column, toTable, toColumn }: Reference): string =>
  `select distinct ${dayColumn(feed)} as day, _source_date as source_date
from ${feed.table}
left join (select distinct ${toColumn} as known_value from ${toTable} where not _quarantined) as known on known.known_value = ${column.name}
where _source_date >= date '0001-01-01' and not _quarantined and ${column.name} is not null and known.known_value is null`;

/** Rows anywhere that share a key with a row of these files and days. */
export const rowsOfSharedKeys = (feed: Feed, key: Key): string => {
  const day = dayColumn(feed);
  const value = keyValue(key);
  return `select distinct ${day} as day, _source_date as source_date
from ${feed.table}
where _source_date >= date '0001-01-01' and not _quarantined and ${value} in (
  select ${value} from ${feed.table}
  where ${inScope(feed, day)}
    and not _quarantined and ${value} is not null
)`;
};

/** Rewrites the list of keys, from which the next change is told. Several may stand in one script, each with its number. */
export const rewriteKeys = (
  { toTable, toColumn }: Pick<Reference, "toTable" | "toColumn">,
  place: number,
): string =>
  `delete from clean.reference_keys where feed = @to_feed_${place} and column_name = @to_column_${place};
insert into clean.reference_keys (feed, column_name, key_value)
select distinct @to_feed_${place}, @to_column_${place}, cast(${toColumn} as string)
from ${toTable}
where not _quarantined and ${toColumn} is not null`;
