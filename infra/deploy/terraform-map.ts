import type { Stage, Stages } from "../../shared/stage.ts";
import { graphOf } from "../../shared/stage-graph.ts";

/** A stage as terraform/*.tf reads it. */
interface DeployedFunction {
  readonly bucket_event: string | null;
  readonly topic: boolean;
  readonly http: boolean;
  readonly schedule: string | null;
  /** False: reachable from outside the project, for those with the right. */
  readonly internal: boolean;
  readonly memory: string;
  readonly cpu: string;
  readonly timeout_seconds: number;
  readonly concurrency: number;
  readonly max_instances: number;
  readonly buckets: Stage["buckets"];
  readonly datasets: NonNullable<Stage["datasets"]>;
  readonly wakes: readonly string[];
}

/** Longer than this Google waits neither for an event nor for a request. */
const longestSeconds = { event: 540, http: 3600 };

export const deployedFunctions = (stages: Stages): Readonly<Record<string, DeployedFunction>> => {
  const graph = graphOf(stages);
  return Object.fromEntries(
    Object.entries(stages).map(([name, stage]) => {
      const { wakes = [], hasQueue = false } = graph[name] ?? {};
      // A stage with a queue looks once more after it let go, and then wakes itself.
      return [name, described(name, stage, hasQueue ? [name, ...wakes] : wakes)];
    }),
  );
};

const described = (name: string, stage: Stage, wakes: readonly string[]): DeployedFunction => {
  const { trigger, resources, buckets, datasets = {} } = stage;
  const isHttp = "http" in trigger;
  const most = isHttp ? longestSeconds.http : longestSeconds.event;
  if (resources.timeoutSeconds > most)
    throw new Error(`functions/pipeline.ts: ${name} may take ${most} seconds at most, by what triggers it`);
  return {
    bucket_event: "bucket" in trigger ? trigger.bucket : null,
    topic: "topic" in trigger,
    http: isHttp,
    schedule: "schedule" in trigger ? (trigger.schedule ?? null) : null,
    internal: !(isHttp && trigger.http === "outside"),
    memory: resources.memory,
    cpu: String(resources.cpu ?? 1),
    timeout_seconds: resources.timeoutSeconds,
    concurrency: resources.concurrency ?? 1,
    max_instances: resources.maxInstances,
    buckets,
    datasets,
    wakes,
  };
};

export const pipelineFile = (stages: Stages): string =>
  `${JSON.stringify(deployedFunctions(stages), null, 2)}\n`;
