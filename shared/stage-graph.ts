import type { Stage, Stages } from "./stage.ts";

/** A stage's place in the pipeline. */
export interface StagePlace {
  /** The stages that take its finished work. */
  readonly wakes: readonly string[];
  /** The stages whose finished work it takes. */
  readonly wokenBy: readonly string[];
  /** The stages that write the datasets that it reads. */
  readonly readsFrom: readonly string[];
  /** Whether work waits for it in a dirty set of its own. */
  readonly hasQueue: boolean;
  readonly hasTopic: boolean;
  readonly hasSchedule: boolean;
}

export type StageGraph = Readonly<Record<string, StagePlace>>;

/** Derives the graph of stages from their entries. */
export const graphOf = (stages: Stages): StageGraph => {
  const named = Object.entries(stages);
  const follow = (stage: Stage): readonly string[] => (Array.isArray(stage.wakes) ? stage.wakes : []);
  const wakersOf = (name: string) => named.filter(([, stage]) => follow(stage).includes(name)).map(first);
  const queues = named.map(first).filter((name) => wakersOf(name).length > 0);
  for (const [name, stage] of named) for (const next of follow(stage)) assertTopic(name, next, stages[next]);
  return Object.fromEntries(
    named.map(([name, stage]) => [
      name,
      {
        wakes: stage.wakes === "every queue" ? queues : follow(stage),
        wokenBy: wakersOf(name),
        readsFrom: named
          .filter(([other, { datasets }]) => other !== name && writesFor(datasets, stage))
          .map(first),
        hasQueue: queues.includes(name),
        hasTopic: "topic" in stage.trigger,
        hasSchedule: "schedule" in stage.trigger,
      },
    ]),
  );
};

const first = ([name]: readonly [string, unknown]): string => name;

const writesFor = (written: Stage["datasets"], { datasets: needed = {} }: Stage): boolean =>
  Object.entries(written ?? {}).some(([name, right]) => right === "write" && name in needed);

const assertTopic = (name: string, next: string, stage: Stage | undefined): void => {
  if (stage === undefined || !("topic" in stage.trigger))
    throw new Error(`functions/pipeline.ts: ${name} wakes ${next}, which is no stage with a topic`);
};

/** The stages that work can wait for, in the order of the data. */
export const queuesIn = (graph: StageGraph): readonly string[] =>
  Object.keys(graph).filter((name) => graph[name]?.hasQueue);
