import { definitionChanges, definitionsFeed, recordedDefinitions } from "../../shared/kpis/definitions.ts";
import { judgedBy, judgingDigest } from "../../shared/kpis/judging.ts";
import { setAsideIn } from "../../shared/kpis/set-aside.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";

/**
 * KPIs that were added, changed or removed are work for aggregate, and those that are judged otherwise for analyze. No file
 * says so.
 */
export const noticeDefinitions = async (platform: Platform): Promise<void> => {
  const { state, kpis, clock } = platform;
  if (kpis.length === 0) return;
  const fileDate = clock.now().toISOString().slice(0, 10);
  const wait = (stage: string) =>
    dirtySetIn(state).add(stage, definitionsFeed, { feed: definitionsFeed, fileDate, days: [] });
  const recorded = await recordedDefinitions(state);
  const { changed, removed } = definitionChanges(
    kpis,
    recorded && { ...recorded, ...(await failing(platform)) },
  );
  // What is computed anew goes on to be judged.
  if (changed.length + removed.length > 0) await wait("aggregate");
  else if ((await judgedBy(state))?.kpis !== judgingDigest(kpis)) await wait("analyze");
};

/** The definitions that are set aside: with the same rows they would only fail again. Those that are gone are forgotten. */
const failing = async ({ state, kpis }: Platform): Promise<Record<string, string>> => {
  const known = (await setAsideIn(state).list()).filter(({ kpi }) => kpis.some(({ name }) => name === kpi));
  await setAsideIn(state).replace(known);
  return Object.fromEntries(known.map(({ kpi, digest }) => [kpi, digest]));
};
