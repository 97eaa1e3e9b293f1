import { readEnv } from "../infra/entry/environment.ts";
import { jsonLog } from "../infra/entry/logger.ts";
import { graph } from "./graph.ts";
import { stages } from "./pipeline.ts";

/** The entry point of functions-framework: every stage under its name, on the adapters that PLATFORM names. A deployed package has one of its own, for one stage: see infra/deploy/package-function.ts. */
const env = readEnv();

if (env.PLATFORM === "gcp") {
  const { serveOnGoogle } = await import("../infra/entry/serve-on-google.ts");
  serveOnGoogle(stages, graph);
} else {
  const { openHome } = await import("../infra/laptop/home.ts");
  const { register } = await import("../infra/entry/register.ts");
  register(stages, (await openHome(env, jsonLog())).platform);
}
