import { cloudEvent, http } from "@google-cloud/functions-framework";
import { connect } from "../infra/connect.ts";
import { readEnv } from "../infra/env.ts";
import { jsonLog } from "../infra/logger.ts";
import { onMessage, onObjectEvent } from "../infra/triggers.ts";
import { pipeline } from "./pipeline.ts";
import { defineTables } from "./tables.ts";

/** The functions' door: every stage under its name, on the adapters that the environment chooses. */
const log = jsonLog();
const platform = connect(readEnv(), log);
await defineTables(platform);
const { ingest, retract, clean, aggregate, sweep } = pipeline(platform);

cloudEvent("ingest", onObjectEvent(ingest.input, ingest.run, log));
cloudEvent("retract", onObjectEvent(retract.input, retract.run, log));
cloudEvent("clean", onMessage(clean.input, clean.run, log));
cloudEvent("aggregate", onMessage(aggregate.input, aggregate.run, log));
http("sweep", async (_request, response) => {
  response.json(await sweep.run());
});
