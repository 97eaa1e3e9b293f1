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
