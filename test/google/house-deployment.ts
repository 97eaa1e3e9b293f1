import { globSync, readFileSync } from "node:fs";
import { StageName, topicOf, wake } from "../../shared/events.ts";
import { functionRules } from "./functions.ts";
import type { Finding } from "./house-bigquery.ts";
import { accountIdRules, roleRules } from "./iam.ts";
import { labelRules } from "./labels.ts";
import { messageRules, subscriptionRules, topicNameRules } from "./pubsub.ts";
import { refusals } from "./rule.ts";
import { scheduledJobRules } from "./scheduler.ts";
import { bucketNameRules, notificationRules } from "./storage.ts";

/** An entry of terraform/pipeline.json. */
interface Entry {
  readonly bucket_event: string | null;
  readonly http: boolean;
  readonly topic: boolean;
  readonly schedule: string | null;
  readonly memory: string;
  readonly cpu: string;
  readonly timeout_seconds: number;
  readonly concurrency: number;
}

const pipeline = (): [string, Entry][] =>
  Object.entries(JSON.parse(readFileSync("terraform/pipeline.json", "utf8")) as Record<string, Entry>);

const terraform = (file: string): string => readFileSync(`terraform/${file}`, "utf8");
/** Fails if a pattern no longer matches: an empty list would look as if nothing were refused. */
const found = <Item>(items: Item[]): Item[] => {
  if (items.length === 0)
    throw new Error("terraform's files are written in another way: correct the pattern");
  return items;
};
const numbersIn = (text: string, argument: string): number[] =>
  found(
    [...text.matchAll(new RegExp(`\\b${argument}\\s*= "?(\\d+)`, "g"))].map(([, value]) => Number(value)),
  );

export const functionFindings = (): Finding[] => {
  const [, environment = ""] =
    /\n {2}environment = \{\n([\s\S]*?)\n {2}\}/.exec(terraform("functions.tf")) ?? [];
  const names = found([...environment.matchAll(/^ {4}(\w+) +=/gm)].map(([, name = ""]) => name));
  return pipeline().map(([name, entry]) => ({
    place: `function ${name}`,
    reasons: [
      ...refusals(functionRules, {
        name: `daybook-${name}`,
        calledBy: entry.http ? "http" : "event",
        timeoutSeconds: entry.timeout_seconds,
        memory: entry.memory,
        cpu: Number(entry.cpu),
        concurrency: entry.concurrency,
        events: entry.bucket_event === null ? [] : [`google.cloud.storage.object.v1.${entry.bucket_event}`],
        environment: Object.fromEntries(names.map((variable) => [variable, "x".repeat(300)])),
      }),
      ...refusals(accountIdRules, `daybook-${name}`),
    ],
  }));
};

/** A stage may have any name of this pattern, and its service account is named after it. */
export const stageNameFindings = (): Finding[] => {
  const longest = Array.from({ length: 64 }, (_, index) => "a".repeat(index + 1)).findLast(
    (name) => StageName.safeParse(name).success,
  );
  return [
    { place: "the longest name of a stage", reasons: refusals(accountIdRules, `daybook-${longest}`) },
    { place: "its topic", reasons: refusals(topicNameRules, `${topicOf(longest ?? "")}-dead`) },
  ];
};

export const busFindings = (): Finding[] => {
  const bus = terraform("bus.tf");
  const topics = pipeline().filter(([, { topic }]) => topic);
  const retentions = numbersIn(bus, "message_retention_duration");
  const attempts = numbersIn(bus, "max_delivery_attempts");
  const backoff = [...numbersIn(bus, "minimum_backoff"), ...numbersIn(bus, "maximum_backoff")];
  const ofDead = numbersIn(bus, "ack_deadline_seconds");
  const deadlines = [...topics.map(([, entry]) => Math.min(600, entry.timeout_seconds + 60)), ...ofDead];
  const subscriptions = deadlines.flatMap((ackDeadline) =>
    retentions.flatMap((retention) =>
      attempts.map((deliveryAttempts) => ({ ackDeadline, retention, deliveryAttempts, backoff })),
    ),
  );
  const cause = "é".repeat(2000);
  const attributes = { traceparent: "0".repeat(55) };
  return [
    ...topics.flatMap(([name]) =>
      [topicOf(name), `${topicOf(name)}-dead`].map((topic) => ({
        place: `topic ${topic}`,
        reasons: refusals(topicNameRules, topic),
      })),
    ),
    ...subscriptions.map((one) => ({
      place: JSON.stringify(one),
      reasons: refusals(subscriptionRules, one),
    })),
    {
      place: "a wake",
      reasons: refusals(messageRules, { data: JSON.stringify(wake("aggregate", cause)), attributes }),
    },
  ];
};

export const scheduleFindings = (): Finding[] => {
  const file = terraform("schedule.tf");
  const [retries = 0] = numbersIn(file, "retry_count");
  const [, timeZone = ""] =
    /variable "time_zone"[\s\S]*?default\s*= "([^"]+)"/.exec(terraform("variables.tf")) ?? [];
  return pipeline().flatMap(([name, { schedule, http, timeout_seconds }]) =>
    schedule === null
      ? []
      : [
          {
            place: `schedule of ${name}`,
            reasons: refusals(scheduledJobRules, {
              name: `daybook-${name}`,
              schedule,
              retries,
              timeZone,
              ...(http && { attemptDeadlineSeconds: Math.min(1800, timeout_seconds) }),
            }),
          },
        ],
  );
};

export const roleFindings = (): Finding[] => {
  const granted = globSync("terraform/**/*.tf").flatMap(
    (file) => readFileSync(file, "utf8").match(/roles\/[\w.]+/g) ?? [],
  );
  return [...new Set(granted)].map((role) => ({ place: role, reasons: refusals(roleRules, role) }));
};

export const accountFindings = (): Finding[] => {
  const ids = globSync("terraform/**/*.tf").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/account_id\s*= "([a-z-]+)"/g)].map(([, id = ""]) => id),
  );
  return ids.map((id) => ({ place: `account ${id}`, reasons: refusals(accountIdRules, id) }));
};

/** Names of buckets under the longest prefix that Terraform takes, and what one bucket tells of. */
export const bucketFindings = (): Finding[] => {
  const [, names = ""] = /\n {2}buckets = \{\n([\s\S]*?)\n {2}\}/.exec(terraform("object-store.tf")) ?? [];
  const events = Map.groupBy(pipeline(), ([, { bucket_event }]) => bucket_event);
  return [
    ...found([...names.matchAll(/^ {4}(\w+) +=/gm)]).map(([, name]) => ({
      place: `bucket ${name}`,
      reasons: refusals(bucketNameRules, `${"p".repeat(45)}-${name}`),
    })),
    ...[...events].map(([event, { length: count }]) => ({
      place: `event ${event}`,
      reasons: event === null ? [] : refusals(notificationRules, { event, count }),
    })),
  ];
};

export const labelFindings = (): Finding[] =>
  ["terraform/pipeline.tf", "infra/gcp/platform.ts"].map((file) => {
    const [, key = "", value = ""] = /\{ (app)[:=\s]+"(\w+)" \}/.exec(readFileSync(file, "utf8")) ?? [];
    return { place: `labels of ${file}`, reasons: refusals(labelRules, { [key]: value }) };
  });
