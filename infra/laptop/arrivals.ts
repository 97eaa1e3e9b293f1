import type { LocalPlatform } from "../local/platform.ts";

/**
 * Knows whether files are on their way into a home: being put into the bucket, or waiting for ingest or in it. Clean waits for
 * them. By pauses alone, a machine so busy that a file takes longer than a pause would clean a burst in many rounds.
 */
export const watchArrivals = (platform: LocalPlatform, topic: string) => {
  let coming = 0;
  const arriving = () => coming > 0 || platform.bus.isBusy(topic);
  return {
    platform: { ...platform, coalesce: { ...platform.coalesce, arriving } } satisfies LocalPlatform,
    async whileArriving<Result>(work: () => Promise<Result>): Promise<Result> {
      coming += 1;
      try {
        return await work();
      } finally {
        coming -= 1;
      }
    },
  };
};
