import type { Platform } from "../../shared/platform.ts";
import { kpiSeries, kpis } from "../../shared/serving/sections/kpis.ts";
import { shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";
import { readKpis } from "./read-kpis.ts";

/** The KPIs with their newest values, and the history of each. */
export const kpiSections = async (platform: Platform, asOf: string | null) => {
  const read = await readKpis(platform, asOf);
  return [wholeSection(kpis, read.list), shardedSection(kpiSeries, inOrder(read.histories))];
};

async function* inOrder<Entry>(entries: readonly (readonly [string, Entry])[]) {
  yield* entries;
}
