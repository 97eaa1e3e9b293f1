import { z } from "zod";
import { dayOf } from "../../../shared/dates.ts";
import { messageOf } from "../../../shared/errors.ts";
import { actOn, actsIn } from "../../../shared/insights/acts.ts";
import { type AlertEvent, alertOf, faultAlertOf } from "../../../shared/insights/alert.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile } from "../../../shared/sql.ts";
import { createJson, readJson, writeJson } from "../../../shared/work/json-object.ts";
import { readDataFaults } from "./read-data-faults.ts";

/** Older findings come from a backfill or a late file: they are news to nobody's morning. */
const daysFresh = 7;
const mostAttempts = 5;

/** What became of an alert. It is kept for good: a finding is told once. */
const Told = z.object({
  /** trying: a worker is about to send, or died while it sent. Nobody knows, so it is not sent again. */
  webhook: z.enum(["waiting", "trying", "taken", "refused", "given up"]),
  topic: z.boolean(),
  attempts: z.int(),
  why: z.string().optional(),
});
type Told = z.infer<typeof Told>;

const nameOf = (id: string) => `alerts/v1/${id}.json`;

type AlertPlatform = Pick<Platform, "state" | "bus" | "log" | "alerts" | "warehouse">;

const newestSql = sqlFile(import.meta.url, "../newest_day.sql");

/**
 * Tells the topic and the webhook of serious new findings, each once. Where the data is not complete, the fault is told in
 * the place of the finding, which is told when the data is mended and it still stands. A receiver that fails is asked again
 * in later rounds; it never keeps the pipeline from going on.
 */
export const sendAlerts = async (platform: AlertPlatform, findings: readonly Finding[]): Promise<void> => {
  const { topic, webhook } = platform.alerts ?? {};
  if (topic === undefined && webhook === undefined) return;
  if (findings.length === 0) return;
  const newest = String((await platform.warehouse.query(newestSql))[0]?.["newest"]);
  const acts = await actsIn(platform.state).list();
  const serious = findings.filter(
    (finding) => isWorthTelling(finding, newest) && actOn(acts, finding) === undefined,
  );
  if (serious.length === 0) return;
  const faults = await readDataFaults(platform, serious);
  for (const finding of serious) {
    const found = faults.get(finding.id);
    if (found)
      platform.log.warn("no alert: the data is not complete", { finding: finding.id, faults: found });
    await tell(platform, found ? faultAlertOf(finding, found) : alertOf(finding));
  }
};

const isWorthTelling = ({ severity, state, period }: Finding, newest: string): boolean =>
  state === "open" &&
  (severity === "high" || severity === "critical") &&
  dayOf(newest) - dayOf(period) <= daysFresh;

const tell = async ({ state, bus, log, alerts }: AlertPlatform, event: AlertEvent): Promise<void> => {
  const name = nameOf(event.id);
  await createJson(state, name, { webhook: "waiting", topic: false, attempts: 0 } satisfies Told);
  const stored = await readJson(state, name, Told);
  if (!stored) throw new Error(`${name} went away`);
  let { value: told, generation } = stored;
  const note = async (change: Partial<Told>) => {
    told = { ...told, ...change };
    ({ generation } = await writeJson(state, name, told, generation));
  };
  if (alerts?.topic !== undefined && !told.topic) {
    // A crash between the two repeats the message under the same id: subscribers of a topic must expect that anyway.
    await bus.publish(alerts.topic, event);
    await note({ topic: true });
  }
  if (!alerts?.webhook || told.webhook !== "waiting") return;
  await note({ webhook: "trying", attempts: told.attempts + 1 });
  try {
    await note({ webhook: await alerts.webhook(event) });
  } catch (error) {
    const why = messageOf(error);
    await note({ webhook: told.attempts >= mostAttempts ? "given up" : "waiting", why });
    log.warn("the webhook did not take an alert", { alert: event.id, attempts: told.attempts, why });
  }
};
