import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { graph } from "../../functions/graph.ts";
import { jsonLog } from "../../infra/entry/logger.ts";
import { connectGcp } from "../../infra/gcp/platform.ts";
import { differencesBetween, rowCounts } from "../parity/comparison.ts";
import { parityWaves } from "../parity/files.ts";
import { laptopTables, retractingContracts } from "../parity/laptop.ts";
import { googleTables } from "./pipeline-run.ts";
import { createPlace, environmentOf, type Place, plannedPlace, removePlace } from "./place.ts";
import { removedAfter } from "./removed-after.ts";
import { askAll, suspicions } from "./suspicions.ts";

/**
 * The parity test on a real project: npm run smoke:gcp -- PROJECT [--location EU] [--yes]. Written on a machine without
 * an account and never run by its author against Google: read it before you trust it with a project that matters.
 */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { location: { type: "string", default: "EU" }, yes: { type: "boolean", default: false } },
  });
  const [projectId] = positionals;
  if (projectId === undefined || positionals.length > 1) {
    console.error("usage: npm run smoke:gcp -- PROJECT [--location EU] [--yes]");
    return 2;
  }
  const place = plannedPlace(projectId, values.location);
  console.log(announcement(place));
  if (!values.yes && !(await isConfirmed())) return 2;
  return smoke(place);
};

const announcement = ({ projectId, location, buckets, datasets }: Place): string => `
This makes in project ${projectId}, in ${location}:
  buckets   ${Object.values(buckets).join(", ")}
  datasets  ${datasets.join(", ")}
It stores under 10 MB, loads and queries them with some 200 BigQuery jobs, and removes all of it again, also when it
fails; what it could not remove expires after a day. The tables are those of Terraform. BigQuery bills at least 10 MB for each table that a query names:
about 15 GB in all, or 0.10 USD at the on-demand price, and storage requests for less than 0.01 USD. No single query can
be billed for more than 1 GB. Your credentials are those of gcloud auth application-default login; they need the roles
Storage Admin, BigQuery Data Owner and BigQuery Job User.
`;

const isConfirmed = async (): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Type yes to go on: ");
  terminal.close();
  return answer.trim() === "yes";
};

/** Control-C ends the work, not the removal. */
const smoke = (place: Place): Promise<number> => {
  const interrupted = new Promise<never>((_, reject) =>
    process.once("SIGINT", () => reject(new Error("interrupted"))),
  );
  return removedAfter(
    () => Promise.race([work(place), interrupted]),
    () => removePlace(place),
  );
};

const work = async (place: Place): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-smoke-"));
  try {
    const contracts = retractingContracts(join(folder, "contracts"));
    // All invoices of the real days: it is the emulator that needs fewer.
    const waves = parityWaves(1);
    await createPlace(place);
    const platform = platformOf(place, contracts);
    const google = await googleTables(platform, waves);
    const differences = differencesBetween(await laptopTables(waves, { contracts }), google);
    console.log(`rows compared: ${rowCounts(google)}`);
    for (const difference of differences.slice(0, 50)) console.error(difference);
    console.log(`${differences.length} cells or rows differ`);
    return differences.length + (await askAll(suspicions, platform, place));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const platformOf = (place: Place, contracts: string) =>
  connectGcp({ graph, env: environmentOf(place, contracts), log: jsonLog((line) => console.error(line)) });

// Also when interrupted work is still under way.
process.exit(await main());
