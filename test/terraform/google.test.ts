import { expect, it } from "vitest";
import { openInitialised, planned } from "./planned.ts";
import { faultsOf } from "./policies.ts";

it("a plan is refused by name for what Google would refuse", async () => {
  const workspace = await openInitialised();
  workspace.break("pipeline.json", '"memory": "4Gi"', '"memory": "9Gi"');
  workspace.break("pipeline.json", '"schedule": "20 * * * *"', '"schedule": "60 * * * *"');
  workspace.break("functions.tf", '"daybook-invoker"', '"daybook-invokes-all-of-its-functions"');
  try {
    expect(faultsOf(await planned(workspace))).toEqual([
      'google_cloud_scheduler_job.job["train"]: cron-shape: "60 * * * *"',
      'google_cloudfunctions2_function.inside["train"]: cpu-for-memory: 9Gi with 2 processors, at least 4',
      'google_service_account.invoker: service-account-id: "daybook-invokes-all-of-its-functions"',
    ]);
  } finally {
    workspace.close();
  }
});
