import { routeOf } from "../../shared/contracts/route.ts";
import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { isTerminal, ledgerIn } from "../../shared/work/ledger.ts";
import { ingest } from "./ingest.ts";

/** An entry younger than this is probably being worked on by the delivery that made it. */
const patienceMs = 20 * 60 * 1000;

export interface Swept {
  readonly objects: number;
  readonly ingested: number;
}

/**
 * Compares the landing bucket with the ledger, ingests what no event led to, and wakes the stages that have
 * work waiting. With every event lost, this alone brings the tables up to date.
 */
export const sweep =
  (platform: Platform, patience: number = patienceMs) =>
  async (): Promise<Swept> => {
    const objects = await platform.landing.list("");
    const ledger = await doneOrBusy(platform, patience);
    const missing = objects.filter(
      (object) => !ledger.has(keyOf(platform, object)) && routeOf(platform.feeds, object.name).feed,
    );
    for (const { name, generation } of missing) {
      try {
        await ingest(platform)({ bucket: platform.landingName, name, generation });
      } catch (error) {
        // Others must not wait for this one; its ledger entry counts the attempt and the next sweep tries again.
        platform.log.error("sweep could not ingest", {
          object: name,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    const dirty = dirtySetIn(platform.state);
    for (const stage of ["clean", "aggregate"] as const)
      if ((await dirty.count(stage)) > 0) await platform.bus.publish(topicOf(stage), wake(stage));
    return { objects: objects.length, ingested: missing.length };
  };

/** Files that need nothing: ended under the contract in force, or touched too recently to judge. */
const doneOrBusy = async (platform: Platform, patience: number): Promise<ReadonlySet<string>> => {
  const entries = await ledgerIn(platform.state, platform.clock).list();
  const now = platform.clock.now().getTime();
  const settled = entries.filter(
    ({ state, at }) =>
      isTerminal(state) ||
      ["ACCEPTED", "LOADED", "PUBLISHED"].includes(state) ||
      now - Date.parse(at) < patience,
  );
  return new Set(
    settled.map(({ object, generation, contract }) => `${object}\n${generation}\n${contract ?? ""}`),
  );
};

const keyOf = (platform: Platform, { name, generation }: ObjectInfo): string =>
  `${name}\n${generation}\n${routeOf(platform.feeds, name).feed?.digest ?? ""}`;
