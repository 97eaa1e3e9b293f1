import { long, many, type Plants } from "./plant.ts";

const subscription = { ackDeadline: 60, retention: 86_400 };
const deployed = {
  name: "daybook-a",
  calledBy: "http",
  timeoutSeconds: 60,
  memory: "512Mi",
  cpu: 1,
  concurrency: 1,
} as const;
const scheduled = { name: "daybook-a", schedule: "0 4 * * *" };

export const servicePlants: Plants<
  | "objectName"
  | "write"
  | "bucketName"
  | "notification"
  | "topicName"
  | "message"
  | "subscription"
  | "function"
  | "scheduledJob"
  | "role"
  | "accountId"
> = {
  objectName: {
    "object-name-length": [long(1025), "ä".repeat(512)],
    "object-name-lines": ["a\nb", "a\tb"],
    "object-name-challenge": [".well-known/acme-challenge/a", "a/.well-known/acme-challenge/a"],
    "object-name-dots": ["..", "../a"],
    "object-name-unicode": ["a\uD800", "a\u{1F600}"],
  },
  write: {
    "object-write-rate": [
      { name: "a", msSinceLastWrite: 999 },
      { name: "a", msSinceLastWrite: 1000 },
    ],
  },
  bucketName: {
    "bucket-name-characters": ["Shop", "shop_1"],
    "bucket-name-length": [`a${long(63)}`, long(63)],
    "bucket-name-address": ["10.0.0.1", "10.0.0.a"],
    "bucket-name-google": ["my-g00gle-shop", "my-gogle-shop"],
  },
  notification: {
    "notifications-of-one-event": [
      { event: "finalized", count: 11 },
      { event: "finalized", count: 10 },
    ],
  },
  topicName: {
    "topic-name-characters": ["1-topic", "topic-1"],
    "topic-name-length": ["ab", "abc"],
    "topic-name-google": ["google-topic", "a-google-topic"],
  },
  message: {
    "message-size": [{ data: long(10_000_001) }, { data: long(10_000_000) }],
    "message-empty": [{ data: "" }, { data: "", attributes: { a: "b" } }],
    "attribute-count": [
      { data: "", attributes: many(101) },
      { data: "", attributes: many(100) },
    ],
    "attribute-key": [
      { data: "", attributes: { [long(257)]: "v" } },
      { data: "", attributes: { [long(256)]: "v" } },
    ],
    "attribute-value": [
      { data: "", attributes: { a: long(1025) } },
      { data: "", attributes: { a: long(1024) } },
    ],
    "attribute-key-google": [
      { data: "", attributes: { googTrace: "a" } },
      { data: "", attributes: { traceparent: "a" } },
    ],
  },
  subscription: {
    "ack-deadline": [
      { ...subscription, ackDeadline: 601 },
      { ...subscription, ackDeadline: 600 },
    ],
    "message-retention": [
      { ...subscription, retention: 2_678_401 },
      { ...subscription, retention: 2_678_400 },
    ],
    "delivery-attempts": [
      { ...subscription, deliveryAttempts: 4 },
      { ...subscription, deliveryAttempts: 5 },
    ],
    "retry-backoff": [
      { ...subscription, backoff: [10, 601] },
      { ...subscription, backoff: [10, 600] },
    ],
  },
  function: {
    "function-name": [
      { ...deployed, name: "daybook_a" },
      { ...deployed, name: long(63) },
    ],
    "event-timeout": [
      { ...deployed, calledBy: "event", timeoutSeconds: 541 },
      { ...deployed, calledBy: "event", timeoutSeconds: 540 },
    ],
    "http-timeout": [
      { ...deployed, timeoutSeconds: 3601 },
      { ...deployed, timeoutSeconds: 3600 },
    ],
    "memory-size": [
      { ...deployed, memory: "33Gi", cpu: 8 },
      { ...deployed, memory: "32Gi", cpu: 8 },
    ],
    "cpu-count": [
      { ...deployed, memory: "4Gi", cpu: 3 },
      { ...deployed, memory: "4Gi", cpu: 4 },
    ],
    "cpu-for-memory": [
      { ...deployed, memory: "5Gi", cpu: 1 },
      { ...deployed, memory: "4Gi", cpu: 1 },
    ],
    "memory-for-cpu": [
      { ...deployed, memory: "1Gi", cpu: 4 },
      { ...deployed, memory: "2Gi", cpu: 4 },
    ],
    concurrency: [
      { ...deployed, concurrency: 1001 },
      { ...deployed, concurrency: 1000 },
    ],
    "concurrency-cpu": [
      { ...deployed, cpu: 0.5, concurrency: 2 },
      { ...deployed, cpu: 0.5 },
    ],
    "one-trigger": [
      { ...deployed, events: Array(2).fill("google.cloud.storage.object.v1.finalized") },
      { ...deployed, events: ["google.cloud.storage.object.v1.archived"] },
    ],
    "event-type": [
      { ...deployed, events: ["google.cloud.storage.object.v1.removed"] },
      { ...deployed, events: ["google.cloud.storage.object.v1.deleted"] },
    ],
    "environment-size": [
      { ...deployed, environment: { A: long(32_768) } },
      { ...deployed, environment: { A: long(32_767) } },
    ],
    "environment-name": [
      { ...deployed, environment: { PORT: "8080" } },
      { ...deployed, environment: { DAYBOOK_PORT: "8080" } },
    ],
  },
  scheduledJob: {
    "scheduled-job-name": [
      { ...scheduled, name: "a b" },
      { ...scheduled, name: "a_b" },
    ],
    "attempt-deadline": [
      { ...scheduled, attemptDeadlineSeconds: 1801 },
      { ...scheduled, attemptDeadlineSeconds: 1800 },
    ],
    "cron-shape": [
      { ...scheduled, schedule: "0 24 * * *" },
      { ...scheduled, schedule: "*/15 0-23/2 1,15 * 7" },
    ],
    "scheduled-retries": [
      { ...scheduled, retries: 6 },
      { ...scheduled, retries: 5 },
    ],
    "schedule-time-zone": [
      { ...scheduled, timeZone: "Europe/Londinium" },
      { ...scheduled, timeZone: "Europe/London" },
    ],
  },
  role: { role: ["roles/storage.objectWriter", "roles/storage.objectCreator"] },
  accountId: { "service-account-id": [`a${long(30)}`, long(30)] },
};
