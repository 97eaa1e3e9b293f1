import type { Feed } from "../../../shared/contracts/feed.ts";
import { historyTable } from "../../../shared/contracts/history-tables.ts";
import { contractColumns } from "../../../shared/contracts/table-columns.ts";
import {
  anyDate,
  type ChangingFeed,
  inFiles,
  isTold,
  keyOf,
  lineage,
  passed,
  previousKeyOf,
} from "./changing-feed.ts";
import { touchedKeys } from "./touched-keys.ts";

// GoogleSQL that is made from contracts, as raw tables are: all identifiers are theirs, all values are parameters.
// Parameters: @file_dates array<date> and @all_files bool (the files that came, changed or went), @deletes and @befores
// array<string> (operations that end a row, and those that show a row as it was before an update).

/** Whether these files tell of changes, or any did before: if not, there is nothing to fold. */
export const anyChange = (feed: ChangingFeed): string =>
  `(select 1 as found from ${feed.table} where ${anyDate} and ${inFiles} and ${isTold(feed)} limit 1)
union all
(select 1 from ${historyTable(feed)} limit 1)`;

/** The files with rows of the keys that these files touch, now or before, and the business days of such rows. */
export const filesOfTouched = (feed: ChangingFeed): string => {
  const day = feed.businessDate === undefined ? "cast(null as string)" : "cast(business_date as string)";
  return `with touched as (
${touchedKeys(feed)}
)
select cast(_source_date as string) as file_date, ${day} as day
from ${feed.table}
where ${anyDate} and ${passed} and ${keyOf(feed)} in (select event_key from touched)
union distinct
select cast(_source_date as string), ${day}
from ${historyTable(feed)}
where change_key in (select event_key from touched)`;
};

/** The values that rows of the touched keys have in a column, now or before. */
export const valuesOfTouched = (feed: ChangingFeed, column: string): string => `with touched as (
${touchedKeys(feed)}
)
select ${column} as found
from ${feed.table}
where ${anyDate} and ${passed} and ${keyOf(feed)} in (select event_key from touched) and ${column} is not null
union distinct
select ${column}
from ${historyTable(feed)}
where change_key in (select event_key from touched) and ${column} is not null`;

/** Marks the rows of raw that changes have ended, and frees those that hold again. */
export const markEnded = (feed: ChangingFeed): string => `${rankedRows(feed)};

create temp table ${temporary(feed, "verdicts")} as
select ${lineage.join(", ")}, told_any = 1 and (place > 1 or is_deleted) as is_ended
from ${temporary(feed, "ranked")}
where is_own;

update ${feed.table} as held
set _quarantined = verdict.is_ended, _accepted = true
from ${temporary(feed, "verdicts")} as verdict
where ${lineage.map((name) => `held.${name} = verdict.${name}`).join(" and ")} and held._quarantined <> verdict.is_ended`;

/** Writes the history of the keys that these files touch anew. Until then it tells which keys older versions of them had. */
export const rewriteHistory = (feed: ChangingFeed): string => {
  const columns = contractColumns(feed).map(({ name }) => name);
  const places = feed.changes.position.map((_, index) => `at_${index}`);
  const inLogOrder = places.map((name) => `${name} nulls first`).join(", ");
  return `${rankedRows(feed)};

delete from ${historyTable(feed)} where change_key in (select event_key from ${temporary(feed, "touched")});

insert into ${historyTable(feed)} (
  change_key, ${columns.join(", ")}, is_deleted, valid_from, valid_to, ${lineage.join(", ")}
)
-- Of rows with one position, as files that came twice have them, the last is the version.
with once as (
  select *, row_number() over (partition by event_key, ${places.join(", ")} order by place) as copy_number
  from ${temporary(feed, "ranked")}
  where told_any = 1
),
-- A clock that jumps back makes no version end before it began.
dated as (
  select *, max(told_at) over (partition by event_key order by ${inLogOrder}) as began_at
  from once
  where copy_number = 1
),
lasting as (
  select *, lead(began_at) over (partition by event_key order by ${inLogOrder}) as ended_at from dated
)
select
  lasting.event_key, ${columns.map((name) => `version.${name}`).join(", ")}, lasting.is_deleted,
  lasting.began_at, lasting.ended_at, ${lineage.map((name) => `lasting.${name}`).join(", ")}
from lasting
join ${feed.table} as version on ${lineage.map((name) => `version.${name} = lasting.${name}`).join(" and ")}
where version.${anyDate}`;
};

/** The rows of each touched key, the newest in the source's log first. */
const rankedRows = (feed: ChangingFeed): string => {
  const { position, operation, changedAt } = feed.changes;
  const places = position.map((name, index) => `${name} as at_${index}`);
  const kept = [...position.map((_, index) => `at_${index}`), "told_at", "is_before", "is_told", ...lineage];
  const previous = previousKeyOf(feed);
  const moved =
    previous === undefined
      ? ""
      : `
  union all
  -- An update that moves a row to another key ends the old one.
  select previous_key, false, true, ${kept.join(", ")}
  from named
  where previous_key <> own_key and not ends_row`;
  const newest = position.map((_, index) => `at_${index} desc nulls last`).join(", ");
  return `create temp table ${temporary(feed, "touched")} as
${touchedKeys(feed)};

create temp table ${temporary(feed, "ranked")} as
with named as (
  select
    ${keyOf(feed)} as own_key, ${previous ?? "cast(null as string)"} as previous_key,
    ifnull(${operation} in unnest(@deletes) or ${operation} in unnest(@befores), false) as ends_row,
    ifnull(${operation} in unnest(@befores), false) as is_before, ${isTold(feed)} as is_told,
    ${places.join(", ")}, ${timeOf(changedAt)} as told_at, ${lineage.join(", ")}
  from ${feed.table}
  where ${anyDate} and ${passed}
),
events as (
  select own_key as event_key, true as is_own, ends_row as is_deleted, ${kept.join(", ")}
  from named${moved}
)
select
  events.*, max(if(is_told, 1, 0)) over (partition by events.event_key) as told_any,
  row_number() over (
    partition by events.event_key
    order by ${newest}, is_before, _source_date desc, _object desc, _row desc, is_own desc
  ) as place
from events
join ${temporary(feed, "touched")} as touched on touched.event_key = events.event_key`;
};

const timeOf = (changedAt: string | undefined): string => {
  const fileDate = "cast(_source_date as timestamp)";
  return changedAt === undefined ? fileDate : `ifnull(${changedAt}, ${fileDate})`;
};

const temporary = ({ name }: Feed, what: string): string => `${what}_${name}`;
