import { graph } from "../../functions/graph.ts";
import { systemClock } from "../../infra/clock.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectLocal, type LocalPlatform } from "../../infra/local/platform.ts";
import { fewKpis } from "../parity/few-kpis.ts";

const kpis = fewKpis();

/**
 * A home in which no stage wakes by itself. An hour later by the clock, the leases of whoever died have run out, and the
 * sweep waits for nobody.
 */
export const openAsleep = (home: string, hoursLater: number): LocalPlatform => {
  const platform = connectLocal({
    graph,
    env: readEnv({ DAYBOOK_HOME: home, DAYBOOK_KPIS: kpis }),
    log: silentLog,
    coalesce: { quietMs: 0, maxMs: 0 },
    clock: { ...systemClock, now: () => new Date(Date.now() + hoursLater * 3_600_000) },
  });
  for (const topic of ["daybook-clean", "daybook-aggregate", "daybook-analyze", "daybook-publish"])
    platform.bus.subscribe(topic, () => {});
  return platform;
};
