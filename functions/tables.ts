import { rawTables } from "../shared/contracts/raw-tables.ts";
import type { Platform } from "../shared/platform.ts";
import { sqlFile } from "../shared/sql.ts";

const definitions = [
  "2-clean/tables.sql",
  "2-clean/sales/tables.sql",
  "3-aggregate/sales/tables.sql",
  "6-publish/tables.sql",
].map((name) => sqlFile(import.meta.url, name));

/**
 * Creates the tables that are missing: raw ones from the contracts, the others from the stage or the feed that writes
 * them. The laptop does this at each start. On Google Cloud no function does: Terraform makes the same tables from the
 * same contracts before anything runs, and functions may change rows only; tests of that world call this in its stead.
 */
export const defineTables = async ({
  warehouse,
  feeds,
}: Pick<Platform, "warehouse" | "feeds">): Promise<void> => {
  await warehouse.define(rawTables(feeds));
  for (const definition of definitions) await warehouse.define(definition);
  for (const { sql } of feeds) if (sql !== undefined) await warehouse.define(sql);
};
