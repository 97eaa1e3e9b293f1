import { judgedBy, judgingDigest, recordJudgedBy } from "../../shared/kpis/judging.ts";
import type { Platform } from "../../shared/platform.ts";
import { sha256Of } from "../../shared/sha256.ts";
import { settingsFor } from "./detect/settings.ts";
import { expectedEvents } from "./expected-days.ts";

/**
 * Whether KPIs, settings or what people expected are others than those that judged last: then every period is judged again,
 * and what KPIs found that are gone is withdrawn.
 */
export const definitionsChanged = async ({ state, kpis }: Pick<Platform, "state" | "kpis">) => {
  const own = judgingDigest(kpis);
  const expected = await expectedEvents(state);
  const digest = sha256Of(JSON.stringify([settingsFor, own, ...(expected.length > 0 ? [expected] : [])]));
  const before = await judgedBy(state);
  // Without KPIs nothing was ever found, unless there were some before.
  const changed = before ? before.digest !== digest : kpis.length > 0;
  return {
    changed,
    expected,
    /** After the tables are written. A worker that dies before it judges everything again. */
    remember: async (): Promise<void> => {
      if (changed) await recordJudgedBy(state, { digest, kpis: own });
    },
  };
};
