import type { Feed } from "../../../shared/contracts/feed.ts";
import { firstDate } from "../../../shared/dates.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { date, texts } from "../../../shared/sql.ts";
import type { FailingRow } from "./failing-row.ts";

/** The values of personal columns, read from the raw table. A row that is in no table keeps its mask: its file has it. */
export const unmask = async (
  warehouse: Warehouse,
  feed: Feed,
  rows: readonly FailingRow[],
): Promise<FailingRow[]> => {
  const personal = feed.columns.filter(({ pii }) => pii).map(({ name }) => name);
  const known = new Map<string, string>();
  for (const column of personal) {
    const files = [...new Set(rows.filter((row) => row.column === column).map(({ file }) => file))];
    if (files.length === 0) continue;
    // The column's name is the contract's.
    const values = await warehouse.query(
      `select _object as file, _row as line, cast(${column} as string) as shown from ${feed.table} where _source_date >= @from_day and _object in unnest(@files) and ${column} is not null`,
      { from_day: date(firstDate), files: texts(files) },
    );
    for (const row of values) known.set(`${column} ${row["line"]} ${row["file"]}`, String(row["shown"]));
  }
  return rows.map((row) => {
    const shown = known.get(`${row.column} ${row.line} ${row.file}`);
    return shown === undefined ? row : { ...row, value: shown };
  });
};
