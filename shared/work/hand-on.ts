import { topicOf, wake } from "../events.ts";
import type { Platform } from "../platform.ts";
import { dirtySetIn, type Token } from "./dirty-set.ts";

type Tools = Pick<Platform, "state" | "bus" | "graph">;

/** Puts finished work into the dirty set of every stage that follows. Wake them only when the work is in the tables. */
export const handOn = async (
  { state, graph }: Pick<Tools, "state" | "graph">,
  stage: string,
  key: string,
  token: Token,
): Promise<void> => {
  for (const next of followersOf(graph, stage)) await dirtySetIn(state).add(next, key, token);
};

/** Tells every stage that follows that there may be work. */
export const wakeNext = async (
  { bus, graph }: Pick<Tools, "bus" | "graph">,
  stage: string,
  cause?: string,
): Promise<void> => {
  for (const next of followersOf(graph, stage)) await bus.publish(topicOf(next), wake(next, cause));
};

/** Whether a follower still has to take up work whose key begins so. */
export const isHandedOn = async (
  { state, graph }: Pick<Tools, "state" | "graph">,
  stage: string,
  key: string,
): Promise<boolean> => {
  const dirty = dirtySetIn(state);
  for (const next of followersOf(graph, stage)) if (await dirty.waits(next, key)) return true;
  return false;
};

const followersOf = (graph: Platform["graph"], stage: string): readonly string[] => {
  const place = graph[stage];
  if (!place) throw new Error(`${stage} is no stage of functions/pipeline.ts`);
  return place.wakes;
};
