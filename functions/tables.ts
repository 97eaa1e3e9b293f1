import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rawTables } from "../shared/contracts/raw-tables.ts";
import type { Platform } from "../shared/platform.ts";
import { stages } from "./pipeline.ts";

const root = fileURLToPath(new URL("./", import.meta.url));

/** The `tables.sql` files in the folders of the stages, in the order of the data. */
const definitions = (): readonly string[] =>
  [...new Set(Object.values(stages).map(({ folder }) => folder))]
    .flatMap((folder) => globSync(`${folder}/**/tables.sql`, { cwd: root }).sort())
    .map((file) => readFileSync(`${root}${file}`, "utf8"));

/**
 * Creates the tables that are missing: raw ones from the contracts, the others from the stage or the feed that writes
 * them. A laptop does this at each start. On Google Cloud no function does: Terraform makes the same tables from the
 * same definitions before anything runs, and functions may change rows only.
 */
export const defineTables = async ({
  warehouse,
  feeds,
}: Pick<Platform, "warehouse" | "feeds">): Promise<void> => {
  const sql = feeds.flatMap((feed) => feed.sql ?? []);
  await warehouse.define([rawTables(feeds), ...definitions(), ...sql].join(";\n"));
};
