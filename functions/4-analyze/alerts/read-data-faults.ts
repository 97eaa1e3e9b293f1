import { z } from "zod";
import { DataFault } from "../../../shared/insights/explanation.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import type { Platform } from "../../../shared/platform.ts";
import { date, sqlFile } from "../../../shared/sql.ts";

const sql = sqlFile(import.meta.url, "data_faults.sql");

/** What is wrong with the data of these findings, by their ids. Those whose data is complete are left out. */
export const readDataFaults = async (
  { warehouse }: Pick<Platform, "warehouse">,
  findings: readonly Finding[],
): Promise<ReadonlyMap<string, readonly DataFault[]>> => {
  const periods = findings.map(({ period }) => period).sort();
  const [first = "", last = ""] = [periods.at(0), periods.at(-1)];
  const rows = await warehouse.query(sql, { first_period: date(first), last_period: date(last) });
  return new Map(
    rows.map((row) => [
      String(row["finding_id"]),
      z.array(DataFault).parse(JSON.parse(String(row["faults"]))),
    ]),
  );
};
