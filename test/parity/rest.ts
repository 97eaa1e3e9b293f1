import { routeOf } from "../../shared/contracts/route.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { isTerminal, ledgerIn } from "../../shared/work/ledger.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";

/** What the pipeline has still to do before its tables are those of the bucket; empty when it is at rest. */
export const unfinished = async (platform: Platform): Promise<string[]> => {
  const live = await platform.landing.list("");
  const names = new Set(live.map(({ name }) => name));
  const left: string[] = [];
  for (const feed of platform.feeds) {
    const entries = await ledgerIn(platform.state, platform.clock).list(feed.name);
    const done = new Set(
      entries
        .filter(({ state }) => isTerminal(state) || state === "LOADED" || state === "PUBLISHED")
        .map(({ object, generation }) => `${object}#${generation}`),
    );
    for (const { name, generation } of live)
      if (routeOf(platform.feeds, name).feed === feed && !done.has(`${name}#${generation}`))
        left.push(`${name} is not loaded`);
    if (feed.onDelete === "retract")
      for (const { object, retracted } of await manifestsIn(platform.state).list(feed.name))
        if (!retracted && !names.has(object)) left.push(`${object} is not retracted`);
  }
  const dirty = dirtySetIn(platform.state);
  for (const stage of ["clean", "aggregate", "analyze", "publish"] as const)
    for (const { feed, fileDate } of await dirty.list(stage))
      left.push(`${stage} waits for ${feed} ${fileDate}`);
  return left;
};

/** Throws with what is left when it takes longer. */
export const untilAtRest = async (platform: Platform, patienceMs: number): Promise<void> => {
  for (const deadline = Date.now() + patienceMs; ; await platform.clock.sleep(500)) {
    const left = await unfinished(platform);
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`not at rest after ${patienceMs / 1000} s: ${left.slice(0, 10).join("; ")}`);
  }
};
