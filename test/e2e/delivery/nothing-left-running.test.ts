import { expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import { retract } from "../../../functions/1-ingest/retract.ts";
import { aggregate } from "../../../functions/3-aggregate/aggregate.ts";
import { wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { watchEffects } from "./in-flight.ts";
import { memoryWorld } from "./memory-world.ts";
import { cleanNow, put, sweepNow } from "./world-at-work.ts";

/**
 * Files come, are replaced and go, and the stages do what they do, one after the other. A function may be stopped at once when
 * it has answered: what it did not wait for would be lost, or would happen in the wrong order.
 */
const live = async (slow?: number): Promise<readonly string[]> => {
  const world = memoryWorld();
  const retracting = world.platform.feeds.map((feed) => ({ ...feed, onDelete: "retract" as const }));
  const { platform, effects, now } = watchEffects<Platform>(
    { ...world.platform, feeds: retracting },
    (place) => place === slow,
  );
  const done = async (stage: string, run: Promise<unknown>): Promise<void> => {
    await run;
    expect({ stage, slow, leftRunning: now() }).toEqual({ stage, slow, leftRunning: [] });
  };
  const first = await put(world, "2024-10-06");
  await done("ingest", ingest(platform)(first));
  await done("ingest", ingest(platform)(await put(world, "2024-10-07")));
  await done("clean", cleanNow(platform));
  await done("aggregate", aggregate(platform)(wake("aggregate")));
  await done("ingest", ingest(platform)(await put(world, "2024-10-06", { invoice: "B1" })));
  await done("ingest", ingest(platform)({ ...first, name: "nothing-like-it" }));
  await done("clean", cleanNow(platform));
  await world.platform.landing.remove("transactions/2024-10-07.csv");
  await done(
    "retract",
    retract(platform)({ ...first, name: "transactions/2024-10-07.csv", generation: "9999999999999999" }),
  );
  await put(world, "2024-10-08");
  await done("sweep", sweepNow(platform));
  await done("clean", cleanNow(platform));
  await done("aggregate", aggregate(platform)(wake("aggregate")));
  return effects;
};

it("no stage ends before everything that it began has ended", async () => {
  const effects = await live();
  expect(effects).toEqual(
    expect.arrayContaining(["state write ledger", "state remove dirty", "load", "run", "publish"]),
  );
  for (const place of effects.keys()) await live(place);
});
