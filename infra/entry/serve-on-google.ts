import type { Stages } from "../../shared/stage.ts";
import type { StageGraph } from "../../shared/stage-graph.ts";
import { connectGcp } from "../gcp/platform.ts";
import { type GcpEnv, readEnv } from "./environment.ts";
import { jsonLog } from "./logger.ts";
import { register } from "./register.ts";

/** Registers the given stages on Google's adapters: one in a deployed package, all of them elsewhere. */
export const serveOnGoogle = (stages: Stages, graph: StageGraph): void => {
  const env = readEnv();
  if (env.PLATFORM !== "gcp") throw new Error("environment: PLATFORM must be gcp in a deployed function");
  register(stages, connectedTo(env, graph));
};

const connectedTo = (env: GcpEnv, graph: StageGraph) =>
  connectGcp({ env, log: jsonLog(undefined, env.GOOGLE_CLOUD_PROJECT), graph });
