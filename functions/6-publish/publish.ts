import { dayOf, isoDate } from "../../shared/dates.ts";
import type { Wake } from "../../shared/events.ts";
import { driftIn } from "../../shared/models/drift-report.ts";
import type { Family } from "../../shared/models/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { inForceNow, writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { attempt } from "../../shared/work/attempt.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import type { Lease } from "../../shared/work/lease.ts";
import { Batch } from "./batch.ts";
import { modelsInForce } from "./models-in-force.ts";
import { readCompany } from "./read-company.ts";
import { customersInOrder } from "./read-customers.ts";
import { linesOfForecast, type PredictionsPlan, storePredictions } from "./store-predictions.ts";

type Families = ReadonlyMap<string, Family>;

/**
 * Writes what predict and the pages read, as one new snapshot of the tables and models as they are now, and into tables
 * what is expected from the first unknown day on, so that it can be held against what comes.
 */
export const publish =
  (platform: Platform, families: Families) =>
  async (_: Wake): Promise<void> => {
    const dirty = dirtySetIn(platform.state);
    if ((await dirty.count("publish")) === 0) return;
    await drain(platform, "publish", {
      takeUp: (lease) => takeUp(platform, lease),
      async round(lease, tokens) {
        await publishOnce(platform, families, lease);
        await dirty.remove(tokens);
      },
    });
  };

/** A snapshot that was cut short is made anew: what it read may be old by now. Jobs are finished, so that none runs late. */
const takeUp = async (platform: Platform, lease: Lease): Promise<void> => {
  if (lease.intent?.kind === "predictions")
    await attempt(lease, lease.intent, (intent) => storePredictions(platform, intent));
  else if (lease.intent) await lease.settle();
};

const publishOnce = async (platform: Platform, families: Families, lease: Lease): Promise<void> => {
  const made: PredictionsPlan[] = [];
  await attempt(lease, await lease.intend("snapshot", {}), async ({ jobId }) => {
    made.push(...(await write(platform, families, jobId)));
  });
  for (const plan of made)
    await attempt(lease, await lease.intend("predictions", plan), (intent) =>
      storePredictions(platform, intent),
    );
};

const write = async (platform: Platform, families: Families, id: string): Promise<PredictionsPlan[]> => {
  const started = platform.clock.now();
  const replaces = await inForceNow(platform.serving);
  const { company, firstDay, asOf } = await readCompany(platform);
  const from = asOf === null ? undefined : isoDate(dayOf(asOf) + 1);
  const batch = new Batch(
    platform.serving,
    id,
    await modelsInForce(platform, families),
    from === undefined ? undefined : { company, from },
  );
  const { customers } = await writeSnapshot(platform.serving, id, {
    replaces,
    facts: {
      created: started.toISOString(),
      firstDay,
      asOf,
      currency: platform.company.baseCurrency,
      timeZone: platform.company.timeZone,
    },
    company,
    customers: batch.through(customersInOrder(platform.warehouse)),
  });
  for (const report of batch.drift(platform.clock.now())) await driftIn(platform.state).record(report);
  platform.log.info("published", {
    snapshot: id,
    customers,
    tasks: batch.names,
    ms: platform.clock.now().getTime() - started.getTime(),
  });
  const forecast = company.forecast ? linesOfForecast(company.forecast) : null;
  if (from === undefined || (batch.names.length === 0 && forecast === null)) return [];
  const madeOn = started.toISOString().slice(0, 10);
  return [{ from, madeOn, tasks: [...batch.names], slices: [...batch.slices], forecast }];
};
