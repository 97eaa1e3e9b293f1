import { deriveGraph } from "../../shared/derive-graph.ts";
import type { Stage, Stages } from "../../shared/stage.ts";

/** Google waits no longer than this for an event or a request. */
const longestSeconds = { event: 540, http: 3600 };

export const deployedFunctions = (stages: Stages) => {
  const graph = deriveGraph(stages);
  return Object.fromEntries(
    Object.entries(stages).map(([name, stage]) => {
      const { wakes = [], hasQueue = false } = graph[name] ?? {};
      // A stage with a queue wakes itself if a token came while it released its lease.
      return [name, described(name, stage, hasQueue ? [name, ...wakes] : wakes)];
    }),
  );
};

/** A stage as terraform/*.tf reads it. */
const described = (name: string, stage: Stage, wakes: readonly string[]) => {
  const { trigger, resources, buckets, datasets = {}, tells = [] } = stage;
  const isHttp = "http" in trigger;
  const most = isHttp ? longestSeconds.http : longestSeconds.event;
  if (resources.timeoutSeconds > most)
    throw new Error(`functions/pipeline.ts: ${name} may take ${most} seconds at most, by what triggers it`);
  return {
    bucket_event: "bucket" in trigger ? trigger.bucket : null,
    topic: "topic" in trigger,
    http: isHttp,
    schedule: "schedule" in trigger ? (trigger.schedule ?? null) : null,
    // False: reachable from outside the project, for those with the right.
    internal: !(isHttp && trigger.http === "outside"),
    memory: resources.memory,
    cpu: String(resources.cpu ?? 1),
    timeout_seconds: resources.timeoutSeconds,
    concurrency: resources.concurrency ?? 1,
    max_instances: resources.maxInstances,
    buckets,
    datasets,
    wakes,
    tells,
  };
};

export const pipelineFile = (stages: Stages): string =>
  `${JSON.stringify(deployedFunctions(stages), null, 2)}\n`;
