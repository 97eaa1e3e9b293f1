import type { Stages } from "../../shared/stage.ts";
import type { StageGraph } from "../../shared/stage-graph.ts";
import { connectGcp } from "../gcp/platform.ts";
import { readEnv } from "./environment.ts";
import { jsonLog } from "./logger.ts";
import { register } from "./register.ts";

/** Registers the given stages on Google's adapters: one in a deployed package, all of them elsewhere. */
export const serveOnGoogle = (stages: Stages, graph: StageGraph): void => {
  const env = readEnv();
  if (env.PLATFORM !== "gcp") throw new Error("environment: PLATFORM must be gcp in a deployed function");
  const log = jsonLog(undefined, env.GOOGLE_CLOUD_PROJECT, env.DAYBOOK_LOG);
  register(stages, connectGcp({ env, log, graph }));
};
