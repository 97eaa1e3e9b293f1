import { installBigQuery } from "./bigquery-build.ts";
import { installGcs } from "./gcs-server.ts";
import { installPubsub } from "./pubsub-server.ts";

/** Vitest calls this before the first test of the folder: what cannot be installed fails the run. */
export const setup = async (): Promise<void> => {
  await Promise.all([installGcs(), installPubsub()]);
  await installBigQuery();
};

if (import.meta.main) await setup();
