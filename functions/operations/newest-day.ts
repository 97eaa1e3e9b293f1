import type { Platform } from "../../shared/platform.ts";
import { knownDays } from "../../shared/tasks/origins.ts";

/** What is asked about when no day is named. Throws before the first file. */
export const newestDay = async ({ warehouse }: Pick<Platform, "warehouse">): Promise<string> => {
  const days = await knownDays(warehouse);
  if (!days) throw new Error("no day of sales is known yet: load a file first");
  return days.last;
};
