import { type BoundStages, bindStages } from "../../functions/bind-stages.ts";
import type { GcpPlatform } from "../../infra/gcp/platform.ts";
import { wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { type Export, exportTables } from "../parity/comparison.ts";
import type { Change, Waves } from "../parity/files.ts";
import { unfinished } from "../parity/rest.ts";

/**
 * The pipeline on Google's storage and BigQuery, its stages called in this process: no topic is made and no function
 * deployed, so Pub/Sub, Eventarc and permissions of the deployed functions are not part of this. Its tables are there.
 */
export const googleTables = async (gcp: GcpPlatform, waves: Waves): Promise<Export> => {
  const platform: Platform = {
    ...gcp,
    bus: { publish: async () => {} },
    coalesce: { quietMs: 1, maxMs: 1 },
  };
  const stages = bindStages(platform);
  for (const wave of waves) {
    for (const change of wave) await apply(platform, stages, change);
    await stages.clean.run(wake("clean"));
    await stages.aggregate.run(wake("aggregate"));
    await stages.analyze.run(wake("analyze"));
    await stages.publish.run(wake("publish"));
    const left = await unfinished(platform);
    if (left.length > 0) throw new Error(`the pipeline is not at rest: ${left.slice(0, 10).join("; ")}`);
  }
  return exportTables(platform.warehouse);
};

const apply = async (
  { landing, landingName }: Platform,
  { ingest, retract }: BoundStages,
  change: Change,
): Promise<void> => {
  if ("drop" in change) {
    const { name, generation } = await landing.write(change.drop, change.text);
    await ingest.run({ bucket: landingName, name, generation });
    return;
  }
  const removed = await landing.stat(change.remove);
  if (!removed) throw new Error(`${change.remove} is to be removed, and is not there`);
  await landing.remove(change.remove, { ifGeneration: removed.generation });
  await retract.run({ bucket: landingName, name: removed.name, generation: removed.generation });
};
