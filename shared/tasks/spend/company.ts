import type { Warehouse } from "../../ports.ts";
import { date, sqlFile } from "../../sql.ts";

/** What a customer is measured against. Null until a whole month is known. */
export interface Company {
  /** The country with the most orders. */
  readonly home: string | null;
  readonly orderValue: number | null;
}

const companySql = sqlFile(import.meta.url, "company.sql");

/** The company as the features of that date see it. */
export const readCompany = async (warehouse: Warehouse, asOf: string): Promise<Company> => {
  const [row] = await warehouse.query(companySql, { as_of_day: date(asOf) });
  const { home, order_value: orderValue } = row ?? {};
  return {
    home: typeof home === "string" ? home : null,
    orderValue: typeof orderValue === "number" ? orderValue : null,
  };
};
