import { topicOf, wake } from "../events.ts";
import type { Platform } from "../platform.ts";
import { dirtySetIn, type Token } from "./dirty-set.ts";

/** Adds a token for finished work to the dirty set of every stage that follows. The work must be in the tables by then. */
export const handOn = async (
  { state, graph }: Pick<Platform, "state" | "graph">,
  stage: string,
  key: string,
  token: Token,
): Promise<void> => {
  for (const next of followers(graph, stage)) await dirtySetIn(state).add(next, key, token);
};

/** Wakes every stage that follows. */
export const wakeNext = async (
  { bus, graph }: Pick<Platform, "bus" | "graph">,
  stage: string,
  cause?: string,
): Promise<void> => {
  for (const next of followers(graph, stage)) await bus.publish(topicOf(next), wake(next, cause));
};

/** Whether a following stage still has a token whose key starts with this text. */
export const isHandedOn = async (
  { state, graph }: Pick<Platform, "state" | "graph">,
  stage: string,
  key: string,
): Promise<boolean> => {
  const dirty = dirtySetIn(state);
  for (const next of followers(graph, stage)) if (await dirty.waits(next, key)) return true;
  return false;
};

const followers = (graph: Platform["graph"], stage: string): readonly string[] => {
  const place = graph[stage];
  if (!place) throw new Error(`${stage} is not a stage of functions/pipeline.ts`);
  return place.wakes;
};
