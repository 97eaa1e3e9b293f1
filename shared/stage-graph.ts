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

/** The stages that work can wait for, in the order of the data. */
export const queuesIn = (graph: StageGraph): readonly string[] =>
  Object.keys(graph).filter((name) => graph[name]?.hasQueue);

/** The stages whose finished work reaches a stage, at once or through others, and that work can wait for; the nearest first. */
export const queuesBefore = (graph: StageGraph, stage: string): readonly string[] => {
  const found = new Set<string>();
  const add = (name: string): void => {
    for (const before of graph[name]?.wokenBy ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      add(before);
    }
  };
  add(stage);
  return [...found].filter((name) => graph[name]?.hasQueue);
};
