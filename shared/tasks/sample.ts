import type { Warehouse } from "../ports.ts";
import { sqlFile } from "../sql.ts";

const customersSql = sqlFile(import.meta.url, "known_customers.sql");

/** Hexadecimal digests are below it, each of them. */
export const everyone = "g";

/** Many more rows than any training looks at; up to here they all find room in memory. */
export const mostRowsRead = 1_500_000;
/** Where there would be more, some of the customers stand for all: as many as give these. */
export const rowsOfSample = 400_000;

/** As objects they take ten times the room of the numbers in them; and every question reads all of the customers' days. */
export const rowsAtOnce = 100_000;

/**
 * Whose rows are read, as the bound of their ids' digests: an even share of all customers, with all their days, and the
 * same ones each time.
 */
export const sampleOf = async (warehouse: Warehouse, origins: number): Promise<string> => {
  const [row] = await warehouse.query(customersSql);
  return boundOf(Number(row?.["customers"] ?? 0), origins);
};

export const boundOf = (customers: number, origins: number): string => {
  const rows = customers * origins;
  if (rows <= mostRowsRead) return everyone;
  return Math.floor((rowsOfSample / rows) * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
};
