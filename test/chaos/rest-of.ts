import { graph } from "../../functions/graph.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectLocal } from "../../infra/local/platform.ts";
import { atRestAnywhere } from "./at-rest.ts";

/** What a home of this path has in common with every other that took the same files. */
export const restOf = async (path: string): Promise<unknown> => {
  const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: path }), log: silentLog });
  try {
    return await atRestAnywhere(platform);
  } finally {
    await platform.close();
  }
};
