import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, everything, Token } from "../../shared/work/dirty-set.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";
import { type Parked, parkedIn } from "../../shared/work/parked.ts";
import { replayGeneration } from "./replay.ts";

/**
 * Gives parked work another try. A staged object that is gone is made again from its original. The note stays until the
 * work has succeeded; work for a feed without a contract waits until the contract is back.
 */
export const retryParked = async (platform: Platform): Promise<void> => {
  for (const parked of await parkedIn(platform.state).list()) {
    if (parked.kind !== "token") continue;
    const isKnown = parked.of === everything || platform.feeds.some(({ name }) => name === parked.of);
    if (!isKnown) continue;
    const token = ParkedToken.safeParse(parked.token);
    if (!token.success) continue;
    if (parked.stage === "clean") await stageMissing(platform, parked);
    const { key, ...work } = token.data;
    await dirtySetIn(platform.state).add(parked.stage, key, work);
  }
};

const ParkedToken = Token.extend({ key: Token.shape.feed });

const stageMissing = async (platform: Platform, { of: feed, date }: Parked): Promise<void> => {
  const manifests = await manifestsIn(platform.state).list(feed, date, { onDamaged: () => undefined });
  for (const { object, generation, parts, rejects, fileDate } of manifests) {
    const found = await Promise.all([...parts, ...rejects].map((name) => platform.staging.stat(name)));
    if (found.includes(undefined) && (await platform.landing.stat(object, generation)))
      await replayGeneration(platform, { feed, fileDate, object, generation });
  }
};
