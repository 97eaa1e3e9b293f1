import type { BigQueryWarehouseOptions } from "../../../infra/gcp/warehouse.ts";

/** Sleeping moves the clock at once. */
export const swiftClock = (from = Date.parse("2024-10-06T12:00:00Z")) => {
  let now = from;
  return {
    now: () => new Date(now),
    sleep: async (ms: number) => {
      now += ms;
    },
  };
};

export const warehouseOptions = (apiEndpoint: string): BigQueryWarehouseOptions => ({
  projectId: "test-project",
  location: "europe-west3",
  stagingBucket: "staging",
  jobPrefix: "daybook-7f3a",
  maximumBytesBilled: "1000000000",
  labels: { app: "daybook" },
  apiEndpoint,
  clock: swiftClock(),
  deadlineMs: 600_000,
});
