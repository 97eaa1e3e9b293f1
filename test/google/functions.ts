import { atMost, type Rule } from "./rule.ts";

const quotas = "https://cloud.google.com/functions/quotas#time_limits";
const memoryPage = "https://cloud.google.com/run/docs/configuring/services/memory-limits";
const cpuPage = "https://cloud.google.com/run/docs/configuring/services/cpu";
const environmentPage =
  "https://cloud.google.com/run/docs/configuring/services/overview-environment-variables";
const eventsPage = "https://cloud.google.com/run/docs/triggering/storage-triggers";

/** A function of the second generation, as it is deployed. */
export interface DeployedFunction {
  readonly name: string;
  readonly calledBy: "event" | "http";
  readonly timeoutSeconds: number;
  /** As Google writes it: 512Mi, 2Gi. */
  readonly memory: string;
  readonly cpu: number;
  readonly concurrency: number;
  readonly events?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export const functionRules: readonly Rule<DeployedFunction>[] = [
  {
    name: "function-name",
    service: "Cloud Run functions",
    says: "A function's name is 4 to 63 small letters, digits and dashes, a letter first and no dash last.",
    source: "https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions/create",
    refuses: ({ name }) => (/^[a-z][a-z0-9-]{2,61}[a-z0-9]$/.test(name) ? undefined : `"${name}"`),
  },
  {
    name: "event-timeout",
    service: "Cloud Run functions",
    says: "A function that events call has 540 seconds at most.",
    // Translations of the quotas page differ: some say 60 minutes. The shorter time is safe under both.
    source: quotas,
    refuses: ({ calledBy, timeoutSeconds }) =>
      calledBy === "event" ? atMost(540, "seconds")(timeoutSeconds) : undefined,
  },
  {
    name: "http-timeout",
    service: "Cloud Run functions",
    says: "A function that is called over HTTP has 3,600 seconds at most.",
    source: quotas,
    refuses: ({ calledBy, timeoutSeconds }) =>
      calledBy === "http" ? atMost(3600, "seconds")(timeoutSeconds) : undefined,
  },
  {
    name: "memory-size",
    service: "Cloud Run functions",
    says: "A function has 128 MiB to 32 GiB of memory.",
    source: memoryPage,
    refuses: ({ memory }) => {
      const size = mebibytes(memory);
      return size !== undefined && size >= 128 && size <= 32_768 ? undefined : memory;
    },
  },
  {
    name: "cpu-count",
    service: "Cloud Run functions",
    says: "A function has 0.08 to 1 processors, or 2, 4, 6 or 8.",
    source: cpuPage,
    refuses: ({ cpu }) => ((cpu >= 0.08 && cpu <= 1) || [2, 4, 6, 8].includes(cpu) ? undefined : `${cpu}`),
  },
  {
    name: "cpu-for-memory",
    service: "Cloud Run functions",
    says: "Memory needs processors: over 512 MiB half a one, 1 GiB one, 4 GiB two, 8 GiB four, 16 GiB six, 24 GiB eight.",
    source: memoryPage,
    refuses: ({ memory, cpu }) => {
      const least = leastCpu.find(([over]) => (mebibytes(memory) ?? 0) > over)?.[1] ?? 0;
      return cpu < least ? `${memory} with ${cpu} processors, at least ${least}` : undefined;
    },
  },
  {
    name: "memory-for-cpu",
    service: "Cloud Run functions",
    says: "Processors need memory: four 2 GiB, six and eight 4 GiB.",
    source: cpuPage,
    refuses: ({ memory, cpu }) => {
      const least = cpu >= 6 ? 4096 : cpu >= 4 ? 2048 : 0;
      return (mebibytes(memory) ?? least) < least ? `${cpu} processors with ${memory}` : undefined;
    },
  },
  {
    name: "concurrency",
    service: "Cloud Run functions",
    says: "An instance takes 1 to 1,000 requests at a time.",
    source: "https://cloud.google.com/run/docs/about-concurrency",
    refuses: ({ concurrency }) =>
      Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 1000 ? undefined : `${concurrency}`,
  },
  {
    name: "concurrency-cpu",
    service: "Cloud Run functions",
    says: "More than one request at a time needs a whole processor.",
    source: cpuPage,
    refuses: ({ concurrency, cpu }) =>
      concurrency > 1 && cpu < 1 ? `${concurrency} requests on ${cpu} processors` : undefined,
  },
  {
    name: "one-trigger",
    service: "Cloud Run functions",
    says: "A function has one event trigger at most.",
    source:
      "https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#EventTrigger",
    refuses: ({ events = [] }) => atMost(1, "triggers")(events.length),
  },
  {
    name: "event-type",
    service: "Cloud Run functions",
    says: `A trigger names an event that exists: of a bucket finalized, deleted, archived or metadataUpdated.`,
    source: eventsPage,
    refuses: ({ events = [] }) => events.find((event) => !eventTypes.has(event)),
  },
  {
    name: "environment-size",
    service: "Cloud Run functions",
    says: "Names and values of a function's environment have 32 KiB at most together.",
    source: environmentPage,
    refuses: ({ environment = {} }) =>
      atMost(32_768, "bytes")(Buffer.byteLength(Object.entries(environment).flat().join(""))),
  },
  {
    name: "environment-name",
    service: "Cloud Run functions",
    says: "A variable is not named as one of Google's own, does not start with X_GOOGLE_, and has no equals sign.",
    source: environmentPage,
    refuses: ({ environment = {} }) => {
      const bad = Object.keys(environment).find((name) => reserved.has(name) || /^$|^X_GOOGLE_|=/.test(name));
      return bad === undefined ? undefined : `"${bad}"`;
    },
  },
];

const reserved = new Set([
  "FUNCTION_TARGET",
  "FUNCTION_SIGNATURE_TYPE",
  "K_SERVICE",
  "K_REVISION",
  "K_CONFIGURATION",
  "PORT",
]);

const eventTypes = new Set([
  ...["finalized", "deleted", "archived", "metadataUpdated"].map(
    (kind) => `google.cloud.storage.object.v1.${kind}`,
  ),
  "google.cloud.pubsub.topic.v1.messagePublished",
]);

const leastCpu: readonly (readonly [overMebibytes: number, cpu: number])[] = [
  [24 * 1024, 8],
  [16 * 1024, 6],
  [8 * 1024, 4],
  [4 * 1024, 2],
  [1024, 1],
  [512, 0.5],
];

const mebibytes = (memory: string): number | undefined => {
  const [, count, unit] = /^(\d+)(Mi|Gi)$/.exec(memory) ?? [];
  return count === undefined ? undefined : Number(count) * (unit === "Gi" ? 1024 : 1);
};
