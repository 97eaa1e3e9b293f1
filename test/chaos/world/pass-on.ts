import type { Platform } from "../../../shared/platform.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { drain } from "../../../shared/work/drain.ts";
import { handOn, wakeNext } from "../../../shared/work/hand-on.ts";
import { attempt, type Intent } from "../../../shared/work/lease.ts";

/**
 * A stage whose tables the model does not have, reduced to its protocol: it takes its lease, intends, hands the days on, and only
 * then removes the tokens that it listed.
 */
export const passOn = async (platform: Platform, stage: string): Promise<void> => {
  const pass = async ({ jobId, payload }: Intent): Promise<void> => {
    const days = payload as string[];
    const token = { feed: "transactions", fileDate: days[0] ?? "1970-01-01", days };
    await handOn(platform, stage, jobId, token);
    await wakeNext(platform, stage, jobId);
  };
  await drain(platform, stage, {
    takeUp: (lease, intent) => attempt(lease, intent, pass),
    async round(lease, tokens) {
      const days = [...new Set(tokens.flatMap((token) => token.days))].sort();
      await attempt(lease, await lease.intend("pass", days), pass);
      await dirtySetIn(platform.state).remove(tokens);
    },
  });
};
