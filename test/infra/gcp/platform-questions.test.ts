import { expect, it } from "vitest";
import { graph } from "../../../functions/graph.ts";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { connectGcp } from "../../../infra/gcp/platform.ts";

const connected = (change: Record<string, string>) => {
  const env = readEnv({
    PLATFORM: "gcp",
    GOOGLE_CLOUD_PROJECT: "test-project",
    DAYBOOK_LOCATION: "europe-west3",
    DAYBOOK_LANDING_BUCKET: "landing",
    DAYBOOK_STAGING_BUCKET: "staging",
    DAYBOOK_STATE_BUCKET: "state",
    DAYBOOK_MODELS_BUCKET: "models",
    DAYBOOK_SERVING_BUCKET: "serving",
    ...change,
  });
  if (env.PLATFORM !== "gcp") throw new Error("a deployment was asked for");
  return connectGcp({ env, log: silentLog, graph });
};

it("a deployment takes questions in SQL only where its environment says how much one may read", () => {
  expect(connected({}).warehouse.explore).toBeUndefined();
  expect(connected({ DAYBOOK_QUERY_MAXIMUM_BYTES: "5000" }).warehouse.explore).toBeDefined();
  expect(() => connected({ DAYBOOK_QUERY_MAXIMUM_BYTES: "much" })).toThrow(
    "DAYBOOK_QUERY_MAXIMUM_BYTES: must be a number of bytes",
  );
});
