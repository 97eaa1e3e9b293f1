import type { Warehouse } from "../../ports.ts";
import { date, sqlFile } from "../../sql.ts";

/** The averages that a customer is compared with. Null until a whole month is known. */
export interface CompanyFigures {
  /** The country with the most orders. */
  readonly home: string | null;
  readonly orderValue: number | null;
}

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
