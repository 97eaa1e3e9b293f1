import type { Feed } from "../../../shared/contracts/feed.ts";
import { firstDate } from "../../../shared/dates.ts";
import type { Row, Warehouse } from "../../../shared/ports.ts";
import { type WarehouseCheck, warehouseWarnings } from "../../../shared/quality/condition-sql.ts";
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
  for (const check of warehouseWarnings(feed))
    found.push(
      ...(await warehouse.query(rowsThat(feed, check), { ...where, ...describing(check), ...check.params })),
    );
  for (const column of feed.columns)
    for (const { feed: to, column: toColumn, unlessGiven, severity } of column.references) {
      const target = feeds.find(({ name }) => name === to);
      if (!target || severity !== "warn") continue;
      const unknown = `${column.name} is not null${unlessGiven === undefined ? "" : ` and ${unlessGiven} is null`} and (select count(*) from ${target.table} where not _quarantined) > 0
  and ${column.name} not in (select ${toColumn} from ${target.table} where not _quarantined and ${toColumn} is not null)`;
      const check = {
        rule: "unknown_reference",
        column: column.name,
        message: `does not exist in ${to}`,
        condition: unknown,
      };
      found.push(...(await warehouse.query(rowsThat(feed, check), { ...where, ...describing(check) })));
    }
  return found;
};

type Described = Pick<WarehouseCheck, "rule" | "column" | "message" | "condition">;

const describing = ({ rule, column, message }: Described) => ({
  rule: text(rule),
  column_name: text(column),
  message: text(`${column} ${message}`),
});

/** Identifiers are the contract's. Personal data stays in the table. */
const rowsThat = (feed: Feed, { column, condition }: Described): string => {
  const pii = feed.columns.find(({ name }) => name === column)?.pii ?? false;
  const value = pii ? `if(${column} is null, null, '(masked)')` : `cast(${column} as string)`;
  const day = feed.businessDate === undefined ? "_source_date" : "business_date";
  return `select @rule as rule, @column_name as column_name, ${value} as value, @message as message, ${day} as day,
  _object as file, _row as line, cast(_source_date as string) as file_date
from ${feed.table}
where _source_date >= @from_day and (@file is null or _object = @file) and not _quarantined and (${condition})
order by file_date, file, line`;
};
