import { afterAll, beforeAll, expect, it } from "vitest";
import { publish } from "../../../functions/6-publish/publish.ts";
import type { LocalPlatform } from "../../../infra/local/platform.ts";
import { wake } from "../../../shared/events.ts";
import { watchEffects } from "../../e2e/delivery/in-flight.ts";
import { type MetricsHome, metricsHome } from "./metrics-home.ts";

let home: MetricsHome;
beforeAll(async () => {
  home = await metricsHome();
});
afterAll(() => home.discard());

/** Publishes all of it, then a changed day. */
const publishTwice = async (slow?: string): Promise<readonly string[]> => {
  const { platform, effects, now } = watchEffects<LocalPlatform>(home.platform, (_, kind) => kind === slow);
  for (const [day, feed] of [
    ["2024-01-01", "everything"],
    ["2024-01-02", "transactions"],
  ] as const) {
    await home.rebuild([day], [{ id: "C1", day, amount: 10 }], false);
    await home.token(feed, [day]);
    await publish(platform, new Map())(wake("publish"));
    expect({ slow, leftRunning: now() }).toEqual({ slow, leftRunning: [] });
  }
  return effects;
};

it("a publication does not end before everything that it began has ended", async () => {
  const effects = await publishTwice();
  expect(effects).toEqual(
    expect.arrayContaining(["serving write serving", "state remove dirty", "state write lease"]),
  );
  for (const kind of new Set(effects)) await publishTwice(kind);
});
