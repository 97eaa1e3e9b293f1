import { createHash } from "node:crypto";
import { sqlBelow } from "../../shared/sql.ts";

/** A digest of the SQL that makes metrics from clean tables. If it changes, all days are redone. */
export const metricsRecipe = (): string =>
  createHash("sha256")
    .update(sqlBelow(new URL("./", import.meta.url)))
    .digest("hex");
