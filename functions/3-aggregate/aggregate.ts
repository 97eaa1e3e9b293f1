import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { attempt } from "../../shared/work/attempt.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { union } from "../../shared/work/manifest.ts";
import { planAggregate, rebuild } from "./rebuild.ts";

/** Rebuilds the metrics of the days that changed. */
export const aggregate =
  (platform: Platform) =>
  async (_: Wake): Promise<void> => {
    const dirty = dirtySetIn(platform.state);
    if ((await dirty.count("aggregate")) === 0) return;
    await drain(platform, "aggregate", {
      takeUp: (lease, intent) => attempt(lease, intent, (again) => rebuild(platform, dirty, again)),
      async round(lease, tokens) {
        const started = platform.clock.now().getTime();
        const plan = planAggregate(tokens);
        await attempt(lease, await lease.intend("metrics", plan), (intent) =>
          rebuild(platform, dirty, intent),
        );
        await dirty.remove(tokens);
        const days = union(...tokens.map((token) => token.days));
        platform.log.info("aggregated", { days: days.length, ms: platform.clock.now().getTime() - started });
      },
    });
  };
