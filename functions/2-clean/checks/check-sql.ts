import type { Feed } from "../../../shared/contracts/feed.ts";
import { union } from "../../../shared/work/manifest.ts";
import { keyShown, keyValue, list, masked, otherRow } from "./check-words.ts";
import { type CheckedFeed, dayColumn, type Key, type Reference } from "./checked-feed.ts";
import { inScope } from "./in-scope.ts";
import { relatedRows } from "./related-sql.ts";

// GoogleSQL that is made from contracts, as raw tables are: all identifiers are theirs, all values are parameters.

/**
 * Judges the rows of @file_dates and @days: each that breaks a check stands in quarantine afterwards, with all its reasons.
 * Parameters: @judged_feed string, @file_dates and @days array<date>, @first_day and @last_day date (a feed without
 * business dates needs no days), @keys_from date: where rows with the same key are looked for, @subject_rules array<string>:
 * rules in quarantine that others state.
 */
export const judgeRows = (checked: CheckedFeed): string => {
  const { feed, references, keys } = checked;
  const doubted = references.length + keys.length;
  const own = [
    ...references.map(unknownRow),
    ...keys.map((key, place) => repeatedRow(key, place, references.length)),
  ];
  const findings = [...own, ...relatedRows(checked, doubted)].join("\n  union all\n");
  return `delete from clean.quarantine
where stage = 'clean' and feed = @judged_feed and rule not in unnest(@subject_rules)
  and ${inScope(feed, "day")};

${doubted > 0 ? doubtfulRows(checked) : ""}insert into clean.quarantine (
  day, stage, feed, rule, column_name, value, message, reasons, record, waits_for, stock_code,
  _source_date, _object, _generation, _row
)
with ${doubted > 0 ? `${withFirst(checked)},\n` : ""}broken as (
${findings}
)
select
  day, 'clean', @judged_feed, any_value(rule having min place), any_value(column_name having min place),
  any_value(value having min place), any_value(message having min place), string_agg(message, '; ' order by place),
  any_value(record), max(waits_for), cast(null as string), _source_date, _object, _generation, _row
from broken
group by day, _source_date, _object, _generation, _row`;
};

/** A table of its own: the branches of `broken` would each compute its windows again. */
const doubtfulRows = (checked: CheckedFeed): string => {
  const { feed, references, keys } = checked;
  const steps = [
    ...references.map(knownValues),
    ...keys.flatMap((key, place) => keyFiles(feed.table, key, place)),
    candidates(checked),
    ...keys.map(repeatedKeys),
    doubtful(checked),
  ];
  return `create temp table ${inFiles(feed)} as
with ${steps.join(",\n")}
${withCopies(checked)};

`;
};

const inFiles = ({ table }: Feed): string => `counted_${table.replace(".", "_")}`;

const knownValues = ({ toTable, toColumn }: Reference, place: number): string =>
  `known_${place} as (select distinct ${toColumn} as known_value from ${toTable} where not _quarantined and ${toColumn} is not null)`;

/** Files in which the columns are a key. Elsewhere they number something larger, such as a receipt of many lines. */
const keyFiles = (table: string, key: Key, place: number): readonly string[] => {
  const value = keyValue(key);
  const { unlessRepeatedPercent: percent } = key;
  if (percent === undefined) return [];
  return [
    `key_files_${place} as (select _object as key_object from ${table} where _source_date >= @keys_from and not _quarantined and ${value} is not null group by _object having count(*) < 20 or (count(*) - count(distinct ${value})) * 100 <= count(*) * ${percent})`,
  ];
};

/** The rows to judge, and all that share a key with one of them. They carry what is judged alone: raw rows are wide. */
const candidates = ({ feed, references, keys }: CheckedFeed): string => {
  const scope = inScope(feed, dayColumn(feed));
  const judged = union(
    references.flatMap(({ column, unlessGiven }) => [column.name, ...(unlessGiven ? [unlessGiven] : [])]),
    keys.flatMap((key) => key.columns.map(({ name }) => name)),
  );
  const columns = `${origin}, ${dayColumn(feed)} as row_day${list([...judged, ...keys.map((key, place) => `${keyValue(key)} as key_${place}`)])}`;
  const sharing = keys.map(
    (key) =>
      `${keyValue(key)} in (select ${keyValue(key)} from ${feed.table} where ${scope} and not _quarantined and ${keyValue(key)} is not null)`,
  );
  const others = `
  union all
  select ${columns}, false as in_scope
  from ${feed.table}
  where _source_date >= @keys_from and not _quarantined and not (${scope}) and (${sharing.join(" or ")})`;
  return `candidates as (
  select ${columns}, true as in_scope
  from ${feed.table}
  where ${scope} and not _quarantined${keys.length === 0 ? "" : others}
)`;
};

const repeatedKeys = (_: Key, place: number): string =>
  `repeated_${place} as (select key_${place} as repeated_key from candidates where key_${place} is not null group by key_${place} having count(*) > 1)`;

/** Rows that refer to nothing, and rows whose key stands elsewhere, too. They are few, so what follows costs little. */
const doubtful = ({ references, keys }: CheckedFeed): string => {
  const asked = [
    ...references.map((_, place) => `unknown_${place}`),
    ...keys.map((_, place) => `is_repeated_${place}`),
  ];
  return `doubtful as (
  select * from (
    select candidates.*, concat(cast(_source_date as string), ' ', _object) as file_place${list([
      ...references.map(isUnknown),
      ...keys.flatMap(({ unlessRepeatedPercent: percent }, place) => [
        `repeated_${place}.repeated_key is not null as is_repeated_${place}`,
        `${percent === undefined ? "true" : `key_files_${place}.key_object is not null`} as is_key_${place}`,
      ]),
    ])}
    from candidates${joins({ references, keys })}
  ) as looked_up
  where ${asked.join(" or ")}
)`;
};

const isUnknown = ({ column: { name }, unlessGiven }: Reference, place: number): string =>
  `(candidates.${name} is not null${unlessGiven === undefined ? "" : ` and candidates.${unlessGiven} is null`} and known_${place}.known_value is null and (select count(*) from known_${place}) > 0) as unknown_${place}`;

const joins = ({ references, keys }: Pick<CheckedFeed, "references" | "keys">): string =>
  [
    ...references.map(
      ({ column: { name } }, place) => `known_${place} on known_${place}.known_value = candidates.${name}`,
    ),
    ...keys.flatMap(({ unlessRepeatedPercent: percent }, place) => [
      `repeated_${place} on repeated_${place}.repeated_key = candidates.key_${place}`,
      ...(percent === undefined
        ? []
        : [`key_files_${place} on key_files_${place}.key_object = candidates._object`]),
    ]),
  ]
    .map((join) => `\n    left join ${join}`)
    .join("");

const refersWrongly = ({ references }: Pick<CheckedFeed, "references">): string =>
  `(${["false", ...references.map((_, place) => `unknown_${place}`)].join(" or ")})`;

/** How often a key stands in a row's own file. */
const withCopies = ({
  references,
  keys,
}: CheckedFeed): string => `select doubtful.*, ${refersWrongly({ references })} as refers_wrongly${list(
  keys.flatMap((key, place) => [
    `${keyShown(key)} as shown_${place}`,
    `row_number() over (partition by key_${place}, _object order by _row) as copy_${place}`,
    `count(*) over (partition by key_${place}, _object) as copies_${place}`,
    `min(_row) over (partition by key_${place}, _object) as first_row_${place}`,
  ]),
)}
  from doubtful`;

/** The first file with a sound row of this key: a correction under another name may repeat the key of a bad row. */
const withFirst = ({ feed, keys }: CheckedFeed): string => `placed as (
  select counted.*${list(
    keys.map(
      (_, place) =>
        `min(if(is_key_${place} and copy_${place} = 1 and not refers_wrongly, file_place, null)) over (partition by key_${place}) as first_file_${place}`,
    ),
  )}
  from ${inFiles(feed)} as counted
)`;

const origin = "_source_date, _object, _generation, _row";

const unknownRow = ({ column, to }: Reference, place: number): string => {
  const value = masked(column, `cast(${column.name} as string)`);
  const shown = column.pii ? `'${column.name}'` : `concat('${column.name} "', ${value}, '"')`;
  return `  select row_day as day, ${place} as place, 'unknown_reference' as rule, '${column.name}' as column_name, ${value} as value,
    concat(${shown}, ' does not exist in ${to}') as message, cast(null as string) as record, cast(null as string) as waits_for, ${origin}
  from placed
  where in_scope and unknown_${place}`;
};

/** It waits for the date of the file that has the same key. Columns are named: it may be the first of the union. */
const repeatedRow = (key: Key, place: number, before: number): string => {
  const names = key.columns.map(({ name }) => name).join(", ");
  return `  select row_day as day, ${before + place} as place, 'not_unique' as rule, '${key.columns[0]?.name ?? ""}' as column_name,
    shown_${place} as value, concat('${names} "', shown_${place}, '" is not unique: it also stands ', ${otherRow(place)}) as message,
    cast(null as string) as record, if(copies_${place} > 1, cast(_source_date as string), substr(first_file_${place}, 1, 10)) as waits_for,
    ${origin}
  from placed
  where in_scope and is_key_${place} and key_${place} is not null
    and (copy_${place} > 1 or first_file_${place} < file_place or (refers_wrongly and copies_${place} > 1))`;
};

/** Whether any of the rows to judge has a key: if not, history need not be read. */
export const anyKey = ({ feed, keys }: CheckedFeed): string =>
  `select 1 as found from ${feed.table} where ${inScope(feed, dayColumn(feed))} and not _quarantined and (${keys
    .map((key) => `${keyValue(key)} is not null`)
    .join(" or ")}) limit 1`;
