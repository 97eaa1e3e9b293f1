import type { Warehouse } from "../../../shared/ports.ts";
import { date, sqlFile } from "../../../shared/sql.ts";
import type { CompanyFigures } from "../../../shared/tasks/spend/customer-features.ts";

const companySql = sqlFile(import.meta.url, "company.sql");

/** The company as features of that date see it. */
export const readCompanyFigures = async (warehouse: Warehouse, asOf: string): Promise<CompanyFigures> => {
  const [row] = await warehouse.query(companySql, { as_of_day: date(asOf) });
  const { home, order_value: orderValue } = row ?? {};
  return {
    home: typeof home === "string" ? home : null,
    orderValue: typeof orderValue === "number" ? orderValue : null,
  };
};
