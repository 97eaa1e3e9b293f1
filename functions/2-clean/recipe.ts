import type { Platform } from "../../shared/platform.ts";
import { sha256Of } from "../../shared/sha256.ts";
import { sqlBelow } from "../../shared/sql.ts";

/** A digest of the SQL and the settings that make clean tables from raw ones. If it changes, all days are redone. */
export const cleanRecipe = ({ company, feeds }: Pick<Platform, "company" | "feeds">): string =>
  sha256Of(
    JSON.stringify([
      sqlBelow(new URL("./", import.meta.url)),
      company.baseCurrency,
      feeds.map(({ sql }) => sql ?? ""),
    ]),
  );
