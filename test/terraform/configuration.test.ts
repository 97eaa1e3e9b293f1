import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stages } from "../../functions/pipeline.ts";
import { pipelineFile } from "../../infra/deploy/terraform-map.ts";
import type { Stage } from "../../shared/stage.ts";
import { openInitialised, plan, planned, settings, shown, variables } from "./planned.ts";
import { faultsOf } from "./policies.ts";
import type { Workspace } from "./terraform.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openInitialised();
});
afterAll(() => workspace.close());

describe("the configuration", () => {
  it("is formatted", async () => {
    expect(await workspace.terraform("fmt", "-check", "-recursive", "-diff")).toEqual({
      code: 0,
      output: "",
    });
  });

  it("fits the provider's schema", async () => {
    const { code, output } = await workspace.terraform("validate", "-no-color");
    expect(code, output).toBe(0);
  });

  it("of the deployer fits it too", async () => {
    const chdir = "-chdir=deploy";
    expect((await workspace.terraform(chdir, "init", "-no-color", "-input=false")).code).toBe(0);
    const { code, output } = await workspace.terraform(chdir, "validate", "-no-color");
    expect(code, output).toBe(0);
  });

  it("applies to an empty project, keeps every policy, and has nothing left to do", async () => {
    const made = await plan(workspace);
    expect(made.code, made.output).toBe(0);
    const applied = await workspace.terraform("apply", "-no-color", "-input=false", "plan");
    expect(applied.code, applied.output).toBe(0);
    expect(faultsOf(await shown(workspace))).toEqual([]);
    const again = await workspace.terraform(
      "plan",
      "-no-color",
      "-detailed-exitcode",
      ...variables(settings),
    );
    expect(again.code, again.output).toBe(0);
  });

  it("plans a stage that was added to functions/pipeline.ts, with all that belongs to it", async () => {
    const toy: Stage = { ...stages.aggregate, folder: "4-toy", datasets: {}, wakes: [] };
    const aggregate: Stage = { ...stages.aggregate, wakes: ["toy", "publish"] };
    const another = await openInitialised();
    writeFileSync(join(another.folder, "pipeline.json"), pipelineFile({ ...stages, aggregate, toy }));
    writeFileSync(join(another.folder, "../dist/toy.zip"), "toy");
    const addresses = (await planned(another)).map(({ address }) => address);
    another.close();
    expect(addresses).toEqual(
      expect.arrayContaining([
        'google_cloudfunctions2_function.inside["toy"]',
        'google_service_account.function["toy"]',
        'google_pubsub_topic.stage["toy"]',
        'google_pubsub_subscription.stage["toy"]',
        'google_pubsub_subscription.dead["toy"]',
        'google_pubsub_topic_iam_member.function_wakes["aggregate-toy"]',
        'google_pubsub_topic_iam_member.function_wakes["sweep-toy"]',
      ]),
    );
  });

  it("lets analyze alone tell findings on the topic that its environment names", async () => {
    const resources = await planned(workspace);
    const told = resources.filter(
      ({ address }) => address.includes("told") || address.includes("function_tells"),
    );
    expect(told.map(({ address }) => address)).toEqual([
      'google_pubsub_topic.told["alerts"]',
      'google_pubsub_topic_iam_member.function_tells["analyze-alerts"]',
    ]);
    const analyze = resources.find(
      ({ address }) => address === 'google_cloudfunctions2_function.inside["analyze"]',
    );
    expect(JSON.stringify(analyze)).toContain('"DAYBOOK_ALERT_TOPIC":"daybook-alerts"');
  });

  it("lets predict read the tables only where people may ask in SQL", async () => {
    const rightsOf = (resources: Awaited<ReturnType<typeof planned>>) =>
      resources
        .map(({ address }) => address)
        .filter((address) => /(dataset_iam_member|project_iam_member).*"predict/.test(address));
    expect(rightsOf(await planned(workspace))).toEqual([]);
    const asked = await planned(workspace, { query_maximum_bytes: 10_000_000_000 });
    expect(rightsOf(asked)).toEqual([
      ...["clean", "credit", "insights", "metrics", "predictions", "raw"].map(
        (dataset) => `google_bigquery_dataset_iam_member.function["predict-${dataset}"]`,
      ),
      'google_project_iam_member.function_runs_jobs["predict"]',
    ]);
    const told = asked.filter((resource) => JSON.stringify(resource).includes("DAYBOOK_QUERY_MAXIMUM_BYTES"));
    expect(told.map(({ address }) => address)).toEqual([
      'google_cloudfunctions2_function.outside["predict"]',
    ]);
    expect(JSON.stringify(told)).toContain('"DAYBOOK_QUERY_MAXIMUM_BYTES":"10000000000"');
  });

  it("lets analyze alone read the webhook's secrets, by name", async () => {
    const resources = await planned(workspace, {
      alert_webhook: { address_secret: "daybook-webhook", shape: "slack" },
    });
    const posting = resources.filter((resource) =>
      JSON.stringify(resource).includes("DAYBOOK_ALERT_WEBHOOK"),
    );
    expect(posting.map(({ address }) => address)).toEqual([
      'google_cloudfunctions2_function.inside["analyze"]',
    ]);
    const [{ secret_environment_variables: secrets, environment_variables: plain } = {}] =
      posting[0]?.values["service_config"] ?? [];
    expect(secrets).toEqual([
      {
        key: "DAYBOOK_ALERT_WEBHOOK",
        project_id: "daybook-shop",
        secret: "daybook-webhook",
        version: "latest",
      },
    ]);
    expect(plain).toMatchObject({ DAYBOOK_ALERT_SHAPE: "slack" });
  });

  it("plans every option as well", async () => {
    const { code, output } = await plan(workspace, {
      bucket_prefix: "shop",
      dataset_prefix: "shop_",
      alert_email: "ops@shop.example",
      monthly_budget: { billing_account: "000000-000000-000000", currency: "GBP", amount: 20 },
      kms_key: "projects/daybook-shop/locations/europe-west2/keyRings/ring/cryptoKeys/key",
      callers: ["group:staff@shop.example"],
      destroy_data: true,
      query_maximum_bytes: 10_000_000_000,
      alert_webhook: { address_secret: "daybook-webhook", signing_secret: "daybook-signing", shape: "teams" },
      max_instances: { predict: 2 },
      row_access: {
        uk: {
          table: "clean.lines",
          filter: "country = 'United Kingdom'",
          members: ["group:uk@shop.example"],
        },
      },
    });
    expect(code, output).toBe(0);
  });
});

describe("a wrong setting is refused by name", () => {
  it.each([
    ["region", { region: "europe-west2-a" }, "region must be a single region"],
    [
      "alert_webhook",
      { alert_webhook: { address_secret: "a", shape: "irc" } },
      "must be cloudevent, slack or teams",
    ],
    ["query_maximum_bytes", { query_maximum_bytes: 0 }, "query_maximum_bytes must be a whole number"],
    ["region", { region: "EU" }, "region must be a single region"],
    ["region", { region: "europe-west99" }, "There is no Cloud Run functions in europe-west99"],
    ["project_id", { project_id: "123456789" }, "project_id must be a project's id"],
    [
      "kms_key",
      { kms_key: "projects/p/locations/us-east1/keyRings/r/cryptoKeys/k" },
      "kms_key must be in the same region",
    ],
    ["callers", { callers: ["allUsers"] }, "callers must be named"],
    [
      "allow_unauthenticated",
      { allow_unauthenticated: ["ingest"] },
      "may only name functions that answer over HTTPS",
    ],
    ["base_currency", { base_currency: "pounds" }, "base_currency must be an ISO 4217 code"],
    ["dataset_prefix", { dataset_prefix: "a-b" }, "dataset_prefix must be letters"],
    ["bucket_prefix", { bucket_prefix: "Shop" }, "bucket_prefix must be"],
    ["senders", { senders: { till: { folders: ["/transactions"] } } }, "must have one folder or more"],
    ["senders", { senders: { till: { folders: ["a"], members: ["allUsers"] } } }, "must be named"],
    ["max_instances", { max_instances: { predict: 0 } }, "max_instances must be a whole number"],
    ["max_instances", { max_instances: { launch: 2 } }, "for each of these functions: aggregate"],
    [
      "row_access",
      { row_access: { a: { table: "raw.transactions", filter: "true", members: ["user:a@b.example"] } } },
      "row_access may name these tables: clean.",
    ],
  ])("%s %j", async (_, given, message) => {
    const { code, output } = await plan(workspace, given);
    expect(code).toBe(1);
    expect(output.replace(/\s*│\s*|\s+/g, " ")).toContain(message);
  });

  it("and without a project nothing is planned", async () => {
    const { code, output } = await workspace.terraform(
      "plan",
      "-no-color",
      "-input=false",
      "-var=region=europe-west2",
    );
    expect(code).toBe(1);
    expect(output).toContain('The root module input variable "project_id" is not set');
  });
});
