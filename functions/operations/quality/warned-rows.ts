import type { Feed } from "../../../shared/contracts/feed.ts";
import { firstDate } from "../../../shared/dates.ts";
import type { Params, Row, Warehouse } from "../../../shared/ports.ts";
import { type WarehouseCheck, warehouseWarnings } from "../../../shared/quality/condition-sql.ts";
import { type RelatedCheck, relatedChecks } from "../../../shared/quality/related-rows.ts";
import { date, text } from "../../../shared/sql.ts";

/** Rows in raw that break a check of severity `warn`: they enter all the same. */
export const warnedRows = async (
  warehouse: Warehouse,
  feeds: readonly Feed[],
  feed: Feed,
  file: string | undefined,
): Promise<readonly Row[]> => {
  const found: Row[] = [];
  const where = { from_day: date(firstDate), file: { type: "STRING" as const, value: file ?? null } };
  for (const { sql, params } of warnedQueries(feeds, feed))
    found.push(...(await warehouse.query(sql, { ...where, ...params })));
  return found;
};

/** A query for each check. Its other parameters are @from_day date and @file string. */
export const warnedQueries = (
  feeds: readonly Feed[],
  feed: Feed,
): readonly { readonly sql: string; readonly params: Params }[] =>
  [...warehouseWarnings(feed), ...unknownReferences(feeds, feed), ...relatedChecks(feed, feeds, "warn")].map(
    (check: Described) => ({ sql: rowsThat(feed, check), params: { ...describing(check), ...check.params } }),
  );

const unknownReferences = (feeds: readonly Feed[], feed: Feed): readonly Described[] =>
  feed.columns.flatMap((column) =>
    column.references.flatMap(({ feed: to, column: toColumn, unlessGiven, severity }): Described[] => {
      const target = feeds.find(({ name }) => name === to);
      if (!target || severity !== "warn") return [];
      const known = `${target.table} where not _quarantined`;
      const needed = unlessGiven === undefined ? "" : ` and ${unlessGiven} is null`;
      return [
        {
          rule: "unknown_reference",
          column: column.name,
          message: `does not exist in ${to}`,
          condition: `${column.name} is not null${needed} and (select count(*) from ${known}) > 0
  and ${column.name} not in (select ${toColumn} from ${known} and ${toColumn} is not null)`,
        },
      ];
    }),
  );

type Described = Pick<WarehouseCheck, "rule" | "column" | "message" | "condition"> &
  Partial<Pick<RelatedCheck, "join"> & Pick<WarehouseCheck, "params">>;

const describing = ({ rule, column, message }: Described) => ({
  rule: text(rule),
  column_name: text(column),
  message: text(`${column} ${message}`),
});

/** Identifiers are the contract's. Personal data stays in the table. */
const rowsThat = (feed: Feed, { column, condition, join = "" }: Described): string => {
  const pii = feed.columns.find(({ name }) => name === column)?.pii ?? false;
  const value = pii ? `if(${column} is null, null, '(masked)')` : `cast(${column} as string)`;
  const day = feed.businessDate === undefined ? "_source_date" : "business_date";
  return `select @rule as rule, @column_name as column_name, ${value} as value, @message as message, ${day} as day,
  _object as file, _row as line, cast(_source_date as string) as file_date
from ${feed.table}
${join}
where _source_date >= @from_day and (@file is null or _object = @file) and not _quarantined and (${condition})
order by file_date, file, line`;
};
