import { definitionChanges, definitionsFeed, recordedDefinitions } from "../../shared/kpis/definitions.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";

/** KPIs that were added, changed or removed are work for aggregate, and no file says so. */
export const noticeDefinitions = async ({ state, kpis, clock }: Platform): Promise<void> => {
  if (kpis.length === 0) return;
  const { changed, removed } = definitionChanges(kpis, await recordedDefinitions(state));
  if (changed.length + removed.length === 0) return;
  const fileDate = clock.now().toISOString().slice(0, 10);
  await dirtySetIn(state).add("aggregate", definitionsFeed, { feed: definitionsFeed, fileDate, days: [] });
};
