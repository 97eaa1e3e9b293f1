import { cloudEvent, http } from "@google-cloud/functions-framework";
import { readEnv } from "../infra/env.ts";
import { openHome } from "../infra/laptop/home.ts";
import { jsonLog } from "../infra/logger.ts";
import { onMessage, onObjectEvent } from "../infra/triggers.ts";

/** The functions' door: every stage under its name, as functions-framework serves it. The world behind it is a folder. */
const log = jsonLog();
const { stages } = await openHome(readEnv(), log);
const { ingest, retract, clean, aggregate, sweep } = stages;

cloudEvent("ingest", onObjectEvent(ingest.input, ingest.run, log));
cloudEvent("retract", onObjectEvent(retract.input, retract.run, log));
cloudEvent("clean", onMessage(clean.input, clean.run, log));
cloudEvent("aggregate", onMessage(aggregate.input, aggregate.run, log));
http("sweep", async (_request, response) => {
  response.json(await sweep.run());
});
