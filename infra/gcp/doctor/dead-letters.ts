import { z } from "zod";
import { fine, type HealthCheck, look } from "../../../shared/health-check.ts";
import type { Clock } from "../../../shared/ports.ts";
import { counted } from "../../../shared/words.ts";
import type { AskGoogle } from "../ask-google.ts";

const TimeSeries = z.object({
  timeSeries: z
    .array(
      z.object({
        resource: z.object({ labels: z.object({ subscription_id: z.string() }) }),
        /** Newest first. */
        points: z.array(z.object({ value: z.object({ int64Value: z.coerce.number() }) })).min(1),
      }),
    )
    .default([]),
});

const metric = "pubsub.googleapis.com/subscription/num_undelivered_messages";
/** Google counts every minute and publishes a few minutes later. */
const backMs = 15 * 60_000;

/** Dead-letter messages lie in a subscription that nobody reads: only Monitoring knows how many. */
export const checkDeadLetters = async (
  ask: AskGoogle,
  clock: Clock,
  { project, topics }: { readonly project: string; readonly topics: readonly string[] },
): Promise<readonly HealthCheck[]> => {
  const now = clock.now();
  const search = new URLSearchParams({
    filter: `metric.type = "${metric}" AND resource.labels.subscription_id = monitoring.regex.full_match("daybook-.*-dead")`,
    "interval.startTime": new Date(now.getTime() - backMs).toISOString(),
    "interval.endTime": now.toISOString(),
  });
  const url = `https://monitoring.googleapis.com/v3/projects/${project}/timeSeries?${search}`;
  const { timeSeries } = TimeSeries.parse(await ask(url));
  const waiting = new Map(
    timeSeries.map(({ resource, points }) => [
      resource.labels.subscription_id,
      points[0]?.value.int64Value ?? 0,
    ]),
  );
  return topics.map((topic) => checkSubscription(topic, waiting.get(`${topic}-dead`)));
};

const checkSubscription = (topic: string, waiting: number | undefined): HealthCheck => {
  const check = `dead letters of ${topic}`;
  if (waiting === undefined) return fine(check, "none was counted");
  if (waiting === 0) return fine(check, "none");
  return look(
    check,
    `${counted(waiting, "wake-up")} given up after ten attempts, in the subscription ${topic}-dead; no data is lost`,
    `see why: \`gcloud logging read 'resource.labels.service_name="${topic}" AND severity>=ERROR' --freshness=7d --limit=20\`; correct the cause; then clear them: \`gcloud pubsub subscriptions seek ${topic}-dead --time=$(date -u +%Y-%m-%dT%H:%M:%SZ)\`. More under dead_letters in terraform/alerts.yaml`,
  );
};
