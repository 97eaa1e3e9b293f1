import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { defineTables } from "../../functions/tables.ts";
import { openWarehouse } from "../../infra/local/warehouse.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";

const makeIn = async (folder: string): Promise<void> => {
  const path = join(mkdtempSync(join(folder, "making-")), "warehouse.duckdb");
  const warehouse = openWarehouse({
    path,
    pathOf: () => Promise.reject(new Error("no file is loaded here")),
  });
  await defineTables({ warehouse, feeds: loadFeeds() });
  await warehouse.close();
  // Another worker may make the same: whichever comes last stays.
  renameSync(path, join(folder, "warehouse.duckdb"));
};

/** Gives a home that is not there yet the empty tables of the built-in contracts, as opening it would. */
export const defineByCopy = async (home: string): Promise<void> => {
  const folder = inject("definedHome");
  if (folder === undefined || existsSync(home)) return;
  const made = join(folder, "warehouse.duckdb");
  if (!existsSync(made)) await makeIn(folder);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  copyFileSync(made, join(home, "warehouse.duckdb"));
};
