import { firstDate } from "../../../shared/dates.ts";
import type { Params } from "../../../shared/ports.ts";
import type { RelatedCheck } from "../../../shared/quality/related-rows.ts";
import { date, text } from "../../../shared/sql.ts";
import { masked } from "./check-words.ts";
import { type CheckedFeed, dayColumn } from "./checked-feed.ts";
import { inScope } from "./in-scope.ts";

// Rows that break a check against other rows, such as a return without a sale. All identifiers are the contracts', all values
// are parameters.

/** What each of the checks says of a row. @from_day: all of history may hold the row that is needed. */
export const relatedParams = ({ related }: Pick<CheckedFeed, "related">): Params => ({
  ...Object.fromEntries(related.map(({ message }, place) => [`related_message_${place}`, text(message)])),
  ...(related.length > 0 ? { from_day: date(firstDate) } : {}),
});

/** The selects that find them among the rows of the files and days to judge. */
export const relatedRows = ({ feed, related }: CheckedFeed, before: number): readonly string[] =>
  related.map(({ rule, column, join, condition }, place) => {
    const of = feed.columns.find(({ name }) => name === column);
    const value = of ? masked(of, `cast(${column} as string)`) : "cast(null as string)";
    const shown = of?.pii ? `'${column}'` : `concat('${column} "', ifnull(${value}, ''), '"')`;
    return `  select ${dayColumn(feed)} as day, ${before + place} as place, '${rule}' as rule, '${column}' as column_name, ${value} as value,
    concat(${shown}, ' ', @related_message_${place}) as message, cast(null as string) as record, cast(null as string) as waits_for,
    _source_date, _object, _generation, _row
  from ${feed.table}
  ${join}
  where ${inScope(feed, dayColumn(feed))} and not _quarantined and (${condition})`;
  });

/**
 * The days of rows that break such a check and are not yet said to, and of rows that are said to and break it no more. Other
 * rows came or went, wherever they are. Parameters: @feed string and those of the checks.
 */
export const rowsJudgedOtherwise = ({ feed, related }: CheckedFeed): string => `with broken as (
${related.map((check, place) => brokenRows(feed.table, dayColumn(feed), check, place)).join("\n  union all\n")}
),
said as (
${related.map((_, place) => saidRows(place)).join("\n  union all\n")}
)
select broken.judged_day as day, broken._source_date as source_date
from broken
left join said on said.place = broken.place and said._object = broken._object and said._row = broken._row
where said._row is null
union distinct
select said.judged_day, said._source_date
from said
left join broken on broken.place = said.place and broken._object = said._object and broken._row = said._row
where broken._row is null`;

const brokenRows = (
  table: string,
  day: string,
  { join, condition }: RelatedCheck,
  place: number,
): string => `  select ${place} as place, ${day} as judged_day, _source_date, _object, _row
  from ${table}
  ${join}
  where _source_date >= @from_day and not _quarantined and (${condition})`;

/** A row has one entry, whose reasons name all checks that it breaks. */
const saidRows = (
  place: number,
): string => `  select ${place} as place, day as judged_day, _source_date, _object, _row
  from clean.quarantine
  where day >= @from_day and stage = 'clean' and feed = @feed and strpos(concat(reasons, '; '), concat(' ', @related_message_${place}, '; ')) > 0`;
