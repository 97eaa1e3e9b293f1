import { z } from "zod";
import type { Wake } from "../../shared/events.ts";
import { definitionsFeed } from "../../shared/kpis/definitions.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, type Token } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { attempt, type Intent } from "../../shared/work/lease.ts";
import { union } from "../../shared/work/manifest.ts";
import { sendAlerts } from "./alerts/send-alerts.ts";
import { explainFindings } from "./causes/explain-findings.ts";
import { definitionsChanged } from "./definitions.ts";
import { allDays, judge } from "./judge.ts";

/** The days that changed, by the feed that changed them. It is written into the lease before the work is done. */
const AnalyzePlan = z.strictObject({
  changed: z.array(z.strictObject({ feed: z.string(), fileDate: z.iso.date(), days: z.array(z.iso.date()) })),
});
type AnalyzePlan = z.infer<typeof AnalyzePlan>;

/**
 * Judges the periods whose values changed and those that look back to them, and hands the days on. What is found in a period
 * is a pure function of a window before it: an increment finds what a rebuild of everything finds.
 */
export const analyze = (platform: Platform) => async (_: Wake) => {
  const dirty = dirtySetIn(platform.state);
  let found = 0;
  if ((await dirty.count("analyze")) === 0) return { found };
  await drain(platform, "analyze", {
    takeUp: async (lease, intent) => {
      await attempt(lease, intent, async (again) => void (await analyzeOnce(platform, again)));
    },
    async round(lease, tokens) {
      const started = platform.clock.now().getTime();
      const intent = await lease.intend("findings", planAnalyze(tokens));
      await attempt(lease, intent, async (named) => {
        found += await analyzeOnce(platform, named);
      });
      await dirty.remove(tokens);
      platform.log.info("analyzed", { found, ms: platform.clock.now().getTime() - started });
    },
  });
  return { found };
};

const planAnalyze = (tokens: readonly Token[]): AnalyzePlan => ({
  changed: [...Map.groupBy(tokens, ({ feed }) => feed)].map(([feed, own]) => ({
    feed,
    fileDate: union(own.map(({ fileDate }) => fileDate))[0] ?? "",
    days: union(...own.map(({ days }) => days)),
  })),
});

/** Returns how many findings there are now in the periods that were judged. */
const analyzeOnce = async (platform: Platform, { jobId, payload }: Intent): Promise<number> => {
  const { changed } = AnalyzePlan.parse(payload);
  const days = union(...changed.map((each) => each.days));
  const definitions = await definitionsChanged(platform);
  const found = await judge(platform, jobId, {
    days,
    everything: definitions.changed,
    expected: definitions.expected,
  });
  await explainFindings(platform, jobId, definitions.changed ? await allDays(platform) : days);
  await definitions.remember();
  // Only after the tables are written: the next stages would read the old ones.
  // Which periods of KPIs changed matters here alone: publish updates customers by the days of files.
  const onward = changed.map((change) =>
    change.feed === definitionsFeed ? { ...change, days: [] } : change,
  );
  for (const change of onward) await handOn(platform, "analyze", `${jobId}-${change.feed}`, change);
  await wakeNext(platform, "analyze", jobId);
  // Last, and a failure holds nothing up: a slow receiver must not keep the day from being published.
  await sendAlerts(platform, found);
  return found.length;
};
