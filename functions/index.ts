import { cloudEvent, http } from "@google-cloud/functions-framework";
import { type Env, readEnv } from "../infra/entry/environment.ts";
import { onRequest } from "../infra/entry/http.ts";
import { jsonLog } from "../infra/entry/logger.ts";
import { inTraceOf, onMessage, onObjectEvent } from "../infra/entry/triggers.ts";
import { type Pipeline, pipeline } from "./pipeline.ts";

/** The functions' door: every stage under its name, as functions-framework serves it, in the world that PLATFORM names. */
const env = readEnv();
const log = jsonLog(undefined, env.PLATFORM === "gcp" ? env.GOOGLE_CLOUD_PROJECT : undefined);

// Each world is imported only where it is chosen: a deployed function has no laptop, and no DuckDB before it types rows.
const stagesIn = async (env: Env): Promise<Pipeline> => {
  if (env.PLATFORM === "local")
    return (await (await import("../infra/laptop/home.ts")).openHome(env, log)).stages;
  const { connectGcp } = await import("../infra/gcp/platform.ts");
  return pipeline(connectGcp({ env, log }));
};

const { ingest, retract, clean, aggregate, train, publish, predict, sweep } = await stagesIn(env);

cloudEvent("ingest", onObjectEvent(ingest.input, ingest.run, log));
cloudEvent("retract", onObjectEvent(retract.input, retract.run, log));
cloudEvent("clean", onMessage(clean.input, clean.run, log));
cloudEvent("aggregate", onMessage(aggregate.input, aggregate.run, log));
cloudEvent(
  "train",
  onMessage(train.input, (wake) => train.run(wake), log),
);
cloudEvent("publish", onMessage(publish.input, publish.run, log));
http("sweep", async ({ headers }, response) => {
  response.json(await inTraceOf(headers, sweep.run));
});
http("predict", onRequest(predict.run));
