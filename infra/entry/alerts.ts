import type { Alerts } from "../../shared/platform.ts";
import type { Env } from "./environment.ts";
import { webhookTo } from "./webhook.ts";

/** Who is told of serious findings, as the environment says; undefined if nobody is. */
export const alertsFrom = (env: Env): Alerts | undefined => {
  const { DAYBOOK_ALERT_TOPIC: topic, DAYBOOK_ALERT_WEBHOOK: url } = env;
  if (topic === undefined && url === undefined) return undefined;
  const secret = env.DAYBOOK_ALERT_SECRET;
  return {
    topic,
    webhook: url === undefined ? undefined : webhookTo({ url, secret, shape: env.DAYBOOK_ALERT_SHAPE }),
  };
};
