import { sha256Of } from "../../shared/sha256.ts";
import { sqlBelow } from "../../shared/sql.ts";

/** A digest of the SQL that makes metrics from clean tables. If it changes, all days are redone. */
export const metricsRecipe = (): string => sha256Of(sqlBelow(new URL("./", import.meta.url)));
