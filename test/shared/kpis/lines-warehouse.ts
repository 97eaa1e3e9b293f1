import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linesTable } from "../../../functions/3-aggregate/kpis/print-lines.ts";
import { valuesFrom, valueTables } from "../../../functions/3-aggregate/kpis/print-values.ts";
import { openWarehouse } from "../../../infra/local/warehouse.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { cellsOf } from "../../../shared/kpis/check-tests.ts";
import { evaluateToFloat } from "../../../shared/kpis/formula/evaluate.ts";
import type { KpiTest } from "../../../shared/kpis/kpi.ts";
import { sourcesFor } from "../../../shared/kpis/sources.ts";
import { readKpi } from "./kpi-text.ts";

type Line = KpiTest["rows"][number];

const source = sourcesFor(loadFeeds()).get("clean.lines");
const week = "2024-09-30";

/** Computes a weekly KPI of the same rows by its SQL and in memory. The second week of the rows is left out by both. */
export const temporaryWarehouse = async () => {
  if (!source) throw new Error("there is no clean.lines");
  const folder = mkdtempSync(join(tmpdir(), "daybook-kpis-"));
  const warehouse = openWarehouse({ path: join(folder, "w.duckdb"), pathOf: async (name) => name });
  await warehouse.define(readFileSync("functions/3-aggregate/kpis/tables.sql", "utf8"));
  return {
    async both(lines: readonly Line[], formula: string, unit: string) {
      const kpi = readKpi({ formula: JSON.stringify(formula), unit, cadence: "[weekly]", additive: "false" });
      const [row] = await warehouse.query(
        [
          "with wanted_periods as (select 'sales' as calendar, 'weekly' as cadence, date '2024-09-30' as period, 'complete' as state, cast(null as string) as reason, 0 as history_days)",
          `${linesTable(source)} as (\n${lines.map(selectOf).join("\nunion all\n")}\n)`,
          `${valueTables([kpi], source)}\n${valuesFrom}`,
        ].join(",\n"),
      );
      const own = lines.filter((line) => String(line["business_date"]) <= "2024-10-06");
      const cells = cellsOf({ rows: [...own], period: week, cadence: "weekly", expect: null }, source);
      if ("fault" in cells) throw new Error(cells.fault);
      // Without a line in the week there is no value, whatever the formula says of no rows.
      const inMemory = own.length === 0 ? null : evaluateToFloat(kpi.formula, cells.cells);
      return { bySql: row?.["value"] ?? null, inMemory };
    },
    async close() {
      await warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
};

const types: Readonly<Record<string, string>> = {
  business_date: "date",
  first_order_day: "date",
  invoice_date: "datetime",
  quantity: "int64",
  gross: "numeric",
  net: "numeric",
  unit_price: "numeric",
};

const selectOf = (line: Line): string => {
  const columns = Object.entries(line).map(([name, cell]) => {
    const text = cell === null ? "null" : `'${String(cell).replace(/[\\']/g, "\\$&")}'`;
    return `cast(${text} as ${types[name] ?? "string"}) as ${name}`;
  });
  const start = `if(date '${line["business_date"]}' <= date '2024-10-06', date '${week}', null) as week_start`;
  return `select ${[...columns, start, "cast(null as date) as day_start", "cast(null as date) as month_start"].join(", ")}`;
};
