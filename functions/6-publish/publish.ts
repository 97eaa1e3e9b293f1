import { topicOf, type Wake, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { inForceNow, writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { attempt } from "../../shared/work/attempt.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { singleFlight } from "../../shared/work/lease.ts";
import { readCompany } from "./read-company.ts";
import { customersInOrder } from "./read-customers.ts";

/** Writes what predict and the pages read, as one new snapshot of the tables and models as they are now. */
export const publish =
  (platform: Platform) =>
  async (_: Wake): Promise<void> => {
    const dirty = dirtySetIn(platform.state);
    if ((await dirty.count("publish")) === 0) return;
    const outcome = await singleFlight(platform, "publish", async (lease) => {
      // A publication that was cut short is not finished but made anew: what it read may be old by now.
      if (lease.intent) await lease.settle();
      for (
        let tokens = await dirty.list("publish");
        tokens.length > 0;
        tokens = await dirty.list("publish")
      ) {
        await attempt(lease, await lease.intend("snapshot", {}), ({ jobId }) => write(platform, jobId));
        await dirty.remove(tokens);
      }
    });
    if (outcome === "done" && (await dirty.count("publish")) > 0)
      await platform.bus.publish(topicOf("publish"), wake("publish"));
  };

const write = async (platform: Platform, id: string): Promise<void> => {
  const started = platform.clock.now();
  const replaces = await inForceNow(platform.serving);
  const { company, firstDay, asOf } = await readCompany(platform);
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
    customers: customersInOrder(platform.warehouse),
  });
  platform.log.info("published", {
    snapshot: id,
    customers,
    ms: platform.clock.now().getTime() - started.getTime(),
  });
};
