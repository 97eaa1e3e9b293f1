import type { Warehouse } from "../ports.ts";
import { sqlFile } from "../sql.ts";
import type { Task } from "./task.ts";

const customersSql = sqlFile(import.meta.url, "known_customers.sql");

/** Every hexadecimal digest sorts below it. */
export const everyone = "g";

/** As many rows as fit in memory; a training looks at far fewer. */
export const mostRowsRead = 1_500_000;
/** Where there would be more, a sample of the customers is read that gives about this many. */
export const rowsOfSample = 400_000;

/** Rows per query. As objects, rows take ten times the memory of their numbers; each query scans every customer's days. */
export const rowsAtOnce = 100_000;

/**
 * Whose rows are read, as an upper bound for the digest of the customer's id. It takes an even share of all customers, with
 * all their days, and the same customers each time.
 */
export const sampleBound = async (
  warehouse: Warehouse,
  origins: number,
  { sizeSql }: Pick<Task, "sizeSql"> = {},
): Promise<string> => {
  if (sizeSql !== undefined) {
    const [size] = await warehouse.query(sizeSql);
    return digestBound(Number(size?.["number_of_rows"] ?? 0), 1);
  }
  const [row] = await warehouse.query(customersSql);
  return digestBound(Number(row?.["customers"] ?? 0), origins);
};

export const digestBound = (customers: number, origins: number): string => {
  const rows = customers * origins;
  if (rows <= mostRowsRead) return everyone;
  return Math.floor((rowsOfSample / rows) * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
};
