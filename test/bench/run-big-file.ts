import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bindStages } from "../../functions/bind-stages.ts";
import { graph } from "../../functions/graph.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectLocal } from "../../infra/local/platform.ts";
import { report, since } from "./child.ts";

/** One file through ingest: pinned, checksummed, parsed, typed and staged. The upload before it is not timed. */
const [path = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "daybook-big-"));
const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: home }), log: silentLog });
const { generation, name } = await platform.landing.upload("transactions/2024-01-01.csv", path);
platform.bus.subscribe("daybook-clean", () => {});
const started = performance.now();
const entry = await bindStages(platform).ingest.run({ bucket: platform.landingName, name, generation });
report(since(started), `${entry?.state} ${entry?.rows} rows`);
await platform.close();
rmSync(home, { recursive: true, force: true });
