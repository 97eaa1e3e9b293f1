import { Storage } from "@google-cloud/storage";
import { systemClock } from "../../infra/clock.ts";
import { bigQueryWarehouse } from "../../infra/gcp/warehouse.ts";
import type { ConnectedWarehouse } from "../ports/warehouse.ts";
import { openDoor } from "./bigquery-door.ts";
import { startBigQuery } from "./bigquery-server.ts";
import { startGcs } from "./gcs-server.ts";

const project = "emulated";

/** The warehouse adapter with its client, before real servers: BigQuery's emulator and a storage server. */
export const openBigQueryWorld = async (): Promise<ConnectedWarehouse> => {
  const gcs = await startGcs();
  const storage = new Storage({ apiEndpoint: gcs.apiEndpoint, projectId: project });
  const [staging] = await storage.createBucket("staging");
  const bigQuery = await startBigQuery(project, gcs.apiEndpoint);
  const door = await openDoor(bigQuery.apiEndpoint, project, gcs.apiEndpoint);
  const warehouse = bigQueryWarehouse({
    projectId: project,
    location: "US",
    stagingBucket: "staging",
    jobPrefix: "emulated",
    maximumBytesBilled: "1000000000",
    labels: { app: "daybook" },
    apiEndpoint: door.apiEndpoint,
    clock: systemClock,
    deadlineMs: 60_000,
  });
  return {
    warehouse,
    stage: async (object, path) => {
      await staging.upload(path, { destination: object });
    },
    close: async () => {
      door.close();
      // It keeps nothing, and does not end by itself while connections are open.
      await bigQuery.stop("kill");
      await gcs.stop();
    },
  };
};
