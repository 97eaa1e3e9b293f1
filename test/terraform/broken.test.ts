import { describe, expect, it } from "vitest";
import { openInitialised, plan, planned } from "./planned.ts";
import { faultsOf } from "./policies.ts";

const withBroken = async <Result>(
  [file, from, to]: readonly [string, string, string],
  look: (workspace: Awaited<ReturnType<typeof openInitialised>>) => Promise<Result>,
): Promise<Result> => {
  const workspace = await openInitialised();
  try {
    workspace.break(file, from, to);
    return await look(workspace);
  } finally {
    workspace.close();
  }
};

describe("terraform, with the provider's schema, finds", () => {
  it.each([
    [
      "an attribute's wrong name",
      "bus.tf",
      "ack_deadline_seconds       =",
      "ack_deadline_second        =",
      'An argument named "ack_deadline_second" is not expected here',
    ],
    [
      "a missing attribute",
      "functions.tf",
      '  account_id   = "daybook-invoker"\n',
      "",
      'The argument "account_id" is required',
    ],
    [
      "an unknown block",
      "object-store.tf",
      "soft_delete_policy {",
      "soft_deletion_policy {",
      'Blocks of type "soft_deletion_policy" are not expected here',
    ],
    [
      "a wrong type",
      "functions.tf",
      "min_instance_count               = 0",
      'min_instance_count               = "none"',
      "a number is required",
    ],
    [
      "an output that a resource does not have",
      "outputs.tf",
      "f.service_config[0].uri",
      "f.service_config[0].url",
      'does not have an attribute named "url"',
    ],
    [
      "a type that does not exist",
      "schedule.tf",
      '"google_cloud_scheduler_job"',
      '"google_cloud_scheduler_jobs"',
      'does not support resource type "google_cloud_scheduler_jobs"',
    ],
  ])("%s", async (_, file, from, to, message) => {
    const { code, output } = await withBroken([file, from, to], async (workspace) => {
      const valid = await workspace.terraform("validate", "-no-color");
      return valid.code === 0 ? plan(workspace) : valid;
    });
    expect(code).toBe(1);
    expect(output.replace(/\s+/g, " ")).toContain(message);
  });
});

describe("a policy finds", () => {
  it.each([
    [
      "a trigger that a versioned bucket never fires",
      "pipeline.json",
      '"bucket_event": "archived"',
      '"bucket_event": "deleted"',
      'google_cloudfunctions2_function.inside["retract"]: a bucket that keeps versions says archived',
    ],
    [
      "a service agent without its role",
      "apis.tf",
      "roles/eventarc.serviceAgent",
      "roles/eventarc.eventReceiver",
      "nothing grants it roles/eventarc.serviceAgent",
    ],
    [
      "a load that cannot look at its bucket",
      "object-store.tf",
      'try(f.datasets.raw, "") == "write"',
      "false",
      "clean lacks storage.buckets.get",
    ],
    [
      "an alert whose window misses samples",
      "alerts.yaml",
      "[30m]",
      "[15m]",
      "its 15 minutes miss what is counted every 15",
    ],
    [
      "a trigger without retry",
      "functions.tf",
      "RETRY_POLICY_RETRY",
      "RETRY_POLICY_DO_NOT_RETRY",
      'google_cloudfunctions2_function.inside["ingest"]: its trigger does not retry',
    ],
    [
      "a role too many",
      "object-store.tf",
      "roles/storage.objectUser",
      "roles/storage.admin",
      'google_storage_bucket_iam_member.function["ingest-staging"]: roles/storage.admin is not a role that Daybook needs',
    ],
    [
      "a role on everything",
      "packages.tf",
      "roles/logging.logWriter",
      "roles/storage.objectViewer",
      "google_project_iam_member.build_logs: roles/storage.objectViewer on the whole project, without a condition",
    ],
    [
      "a subscription that expires",
      "bus.tf",
      '  labels                     = local.labels\n  # The default removes a subscription after 31 quiet days.\n  expiration_policy { ttl = "" }\n',
      "",
      'google_pubsub_subscription.dead["aggregate"]: it expires when it is quiet',
    ],
    [
      "letters without a reader",
      "bus.tf",
      'resource "google_pubsub_subscription" "dead" {\n  for_each = local.topics\n',
      'resource "google_pubsub_subscription" "dead" {\n  for_each = {}\n',
      'google_pubsub_topic.dead["clean"]: its letters are forgotten at once',
    ],
    [
      "a bucket that is open",
      "object-store.tf",
      '"enforced"',
      '"inherited"',
      'google_storage_bucket.bucket["landing"]: the public is not kept out',
    ],
    [
      "an instance at rest",
      "functions.tf",
      "min_instance_count               = 0",
      "min_instance_count               = 1",
      'google_cloudfunctions2_function.inside["ingest"]: an instance is paid for while nothing happens',
    ],
    [
      "a call without an identity",
      "schedule.tf",
      "      oidc_token {\n        service_account_email = google_service_account.invoker.email\n        audience              = http_target.value\n      }\n",
      "",
      'google_cloud_scheduler_job.job["sweep"]: it calls without an identity',
    ],
    [
      "a table that may be deleted",
      "warehouse.tf",
      "!var.destroy_data",
      "false",
      'google_bigquery_table.table["clean.lines"]: a change could delete it with its rows',
    ],
    [
      "an alert without a runbook",
      "alerts.yaml",
      "Look: the function's log",
      "See the log",
      'google_monitoring_alert_policy.alert["messages_wait"]: its runbook lacks What, Look or Do',
    ],
  ])("%s", async (_, file, from, to, message) => {
    const faults = await withBroken([file, from, to], async (workspace) => {
      try {
        return faultsOf(await planned(workspace));
      } catch (error) {
        return [String(error)];
      }
    });
    expect(faults.join("\n")).toContain(message);
  });

  it("a function that was opened to everybody, unless that was asked for", async () => {
    const workspace = await openInitialised();
    workspace.break(
      "pipeline.json",
      '"schedule": "*/15 * * * *",\n    "internal": true',
      '"schedule": null,\n    "internal": false',
    );
    const closed = faultsOf(await planned(workspace, { callers: ["user:a@shop.example"] }));
    const open = faultsOf(await planned(workspace, { allow_unauthenticated: ["sweep"] }));
    workspace.close();
    expect(closed).toEqual([]);
    expect(open).toEqual([
      'google_cloud_run_v2_service_iam_member.caller["sweep allUsers"]: open to allUsers',
    ]);
  });
});
