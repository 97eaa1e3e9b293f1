import type { Platform } from "../../shared/platform.ts";
import { queuesBefore } from "../../shared/stage-graph.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";

/** Whether days that the tokens do not name are on their way. The order matters: the stage before gives its tokens up last. */
export const moreThan =
  ({ state, graph }: Pick<Platform, "state" | "graph">, tokens: readonly ListedToken[]) =>
  async (): Promise<boolean> => {
    const dirty = dirtySetIn(state);
    for (const stage of queuesBefore(graph, "publish")) if ((await dirty.count(stage)) > 0) return true;
    return (await dirty.count("publish")) > tokens.length;
  };
