import { atMost, type Rule } from "./rule.ts";

const quotas = "https://cloud.google.com/pubsub/quotas#resource_limits";
const rest = "https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions#Subscription";

/** Of a topic and of a subscription alike. */
export const topicNameRules: readonly Rule<string>[] = [
  {
    name: "topic-name-characters",
    service: "Pub/Sub",
    says: "A name starts with a letter and has letters, digits and - _ . ~ + % alone.",
    source: "https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names",
    refuses: (name) => (/^[A-Za-z][\w.~+%-]*$/.test(name) ? undefined : `"${name}"`),
  },
  {
    name: "topic-name-length",
    service: "Pub/Sub",
    says: "A name has 3 to 255 characters.",
    source: "https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names",
    refuses: (name) => (name.length < 3 ? `"${name}"` : atMost(255, "characters")(name.length)),
  },
  {
    name: "topic-name-google",
    service: "Pub/Sub",
    says: "A name does not start with goog.",
    source: "https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names",
    refuses: (name) => (name.startsWith("goog") ? `"${name}"` : undefined),
  },
];

export interface Message {
  readonly data: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export const messageRules: readonly Rule<Message>[] = [
  {
    name: "message-size",
    service: "Pub/Sub",
    says: "A message has 10 MB at most, its attributes included.",
    source: quotas,
    refuses: ({ data, attributes = {} }) =>
      atMost(10_000_000, "bytes")(Buffer.byteLength(data + Object.entries(attributes).flat().join(""))),
  },
  {
    name: "message-empty",
    service: "Pub/Sub",
    says: "A message has data, or one attribute at least.",
    source: "https://cloud.google.com/pubsub/docs/reference/rest/v1/PubsubMessage",
    refuses: ({ data, attributes = {} }) =>
      data === "" && Object.keys(attributes).length === 0 ? "neither data nor attributes" : undefined,
  },
  {
    name: "attribute-count",
    service: "Pub/Sub",
    says: "A message has 100 attributes at most.",
    source: quotas,
    refuses: ({ attributes = {} }) => atMost(100, "attributes")(Object.keys(attributes).length),
  },
  {
    name: "attribute-key",
    service: "Pub/Sub",
    says: "An attribute's key has 256 bytes at most.",
    source: quotas,
    refuses: ({ attributes = {} }) => atMost(256, "bytes of a key")(longest(Object.keys(attributes))),
  },
  {
    name: "attribute-value",
    service: "Pub/Sub",
    says: "An attribute's value has 1,024 bytes at most.",
    source: quotas,
    refuses: ({ attributes = {} }) => atMost(1024, "bytes of a value")(longest(Object.values(attributes))),
  },
  {
    name: "attribute-key-google",
    service: "Pub/Sub",
    says: "An attribute's key does not start with goog.",
    source: "https://cloud.google.com/pubsub/docs/publisher#using-attributes",
    refuses: ({ attributes = {} }) => Object.keys(attributes).find((key) => key.startsWith("goog")),
  },
];

const longest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map((text) => Buffer.byteLength(text)));

/** Durations in seconds. */
export interface Subscription {
  readonly ackDeadline: number;
  readonly retention: number;
  readonly deliveryAttempts?: number;
  readonly backoff?: readonly number[];
}

export const subscriptionRules: readonly Rule<Subscription>[] = [
  {
    name: "ack-deadline",
    service: "Pub/Sub",
    says: "A message is acknowledged within 10 to 600 seconds.",
    source: rest,
    refuses: ({ ackDeadline }) => outside(ackDeadline, 10, 600),
  },
  {
    name: "message-retention",
    service: "Pub/Sub",
    says: "Messages are kept for 10 minutes to 31 days, by a topic as by a subscription.",
    source: rest,
    refuses: ({ retention }) => outside(retention, 600, 31 * 86_400),
  },
  {
    name: "delivery-attempts",
    service: "Pub/Sub",
    says: "A message goes to the dead-letter topic after 5 to 100 attempts.",
    source: rest,
    refuses: ({ deliveryAttempts = 5 }) => outside(deliveryAttempts, 5, 100),
  },
  {
    name: "retry-backoff",
    service: "Pub/Sub",
    says: "A retry waits for 0 to 600 seconds.",
    source: rest,
    refuses: ({ backoff = [] }) => {
      const bad = backoff.find((seconds) => outside(seconds, 0, 600));
      return bad === undefined ? undefined : `${bad} seconds`;
    },
  },
];

const outside = (value: number, least: number, most: number): string | undefined =>
  value >= least && value <= most ? undefined : `${value}, not ${least} to ${most}`;
