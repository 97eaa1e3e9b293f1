import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { attempt } from "../../shared/work/lease.ts";
import { planAggregate, rebuild, rebuiltDays } from "./rebuild.ts";

export interface Aggregated {
  /** Days that were rebuilt. */
  readonly days: number;
}

/** Rebuilds the metrics of the days that changed. */
export const aggregate =
  (platform: Platform) =>
  async (_: Wake): Promise<Aggregated> => {
    const dirty = dirtySetIn(platform.state);
    let rebuilt = 0;
    if ((await dirty.count("aggregate")) === 0) return { days: rebuilt };
    await drain(platform, "aggregate", {
      takeUp: (lease, intent) => attempt(lease, intent, (again) => rebuild(platform, again)),
      async round(lease, tokens) {
        const started = platform.clock.now().getTime();
        const plan = planAggregate(tokens);
        await attempt(lease, await lease.intend("metrics", plan), (intent) => rebuild(platform, intent));
        await dirty.remove(tokens);
        const days = rebuiltDays(plan).length;
        rebuilt += days;
        platform.log.info("aggregated", { days, ms: platform.clock.now().getTime() - started });
      },
    });
    return { days: rebuilt };
  };
