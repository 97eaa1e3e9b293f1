import { copyFileSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInitialised, type Resource, shown } from "./planned.ts";
import { faultsOf } from "./policies.ts";
import type { Workspace } from "./terraform.ts";

const environments = ["dev", "prod"] as const;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openInitialised();
});
afterAll(() => workspace.close());

/** What an environment's example would make, and what applying it prints. */
const plannedFrom = async (environment: string): Promise<readonly Resource[]> => {
  const example = `environments/${environment}.tfvars.example`;
  // Terraform refuses a file of variables that does not end in .tfvars.
  copyFileSync(join(workspace.folder, example), join(workspace.folder, `${environment}.tfvars`));
  const file = `-var-file=${environment}.tfvars`;
  const { code, output } = await workspace.terraform(
    "plan",
    "-no-color",
    "-input=false",
    file,
    `-out=${environment}`,
  );
  if (code !== 0) throw new Error(output);
  return shown(workspace, environment);
};

const ofType = (resources: readonly Resource[], type: string) =>
  resources.filter((resource) => resource.type === type);

describe("an environment", () => {
  it.each(environments)("%s has an example that can be planned and sets only what there is", async (name) => {
    const faults = faultsOf(await plannedFrom(name));
    // A project to try things in says that its data may go.
    expect(faults.filter((fault) => !/would go with it|could delete it/.test(fault))).toEqual([]);
  });

  it("prod protects its data, limits predict, and records who reads", async () => {
    const resources = await plannedFrom("prod");
    expect(faultsOf(resources)).toEqual([]);
    const [predict] = ofType(resources, "google_cloudfunctions2_function").filter(
      ({ index }) => index === "predict",
    );
    expect(predict?.values["service_config"][0].max_instance_count).toBe(4);
    const audited = ofType(resources, "google_project_iam_audit_config");
    expect(audited.map(({ values }) => values["service"])).toEqual([
      "bigquery.googleapis.com",
      "storage.googleapis.com",
    ]);
  });

  it("is kept out of the repository: only its example is in it", () => {
    expect(readFileSync(".gitignore", "utf8").split("\n")).toContain("*.tfvars");
    expect(globSync("terraform/environments/*").map((file) => file.split("/").at(-1))).toEqual(
      expect.arrayContaining(environments.map((name) => `${name}.tfvars.example`)),
    );
  });
});

describe("a sender", () => {
  it("may create objects in its folders of landing, and do nothing else", async () => {
    const resources = await plannedFrom("prod");
    const grants = resources.filter(
      ({ type, address }) => type.includes("_iam_") && address.includes(".sender["),
    );
    expect(grants.map(({ address }) => address)).toEqual([
      'google_service_account_iam_member.sender["till serviceAccount:till@shop-tills.iam.gserviceaccount.com"]',
      'google_storage_bucket_iam_member.sender["till"]',
    ]);
    const [borrow, create] = grants;
    expect(borrow?.values).toMatchObject({
      role: "roles/iam.serviceAccountTokenCreator",
      member: "serviceAccount:till@shop-tills.iam.gserviceaccount.com",
    });
    expect(create?.values).toMatchObject({
      role: "roles/storage.objectCreator",
      bucket: "daybook-shop-daybook-landing",
    });
    expect(create?.values["condition"][0].expression).toBe(
      'resource.name.startsWith("projects/_/buckets/daybook-shop-daybook-landing/objects/fx_rates/") || resource.name.startsWith("projects/_/buckets/daybook-shop-daybook-landing/objects/transactions/")',
    );
  });
});

describe("personal data", () => {
  const taggedIn = (resources: readonly Resource[]) =>
    ofType(resources, "google_bigquery_table").flatMap(({ index, values }) =>
      (JSON.parse(values["schema"] ?? "[]") as { name: string; policyTags?: object }[])
        .filter((column) => column.policyTags)
        .map((column) => `${index}.${column.name}`),
    );

  it("is open to those who may read the dataset unless it is asked for", async () => {
    const resources = await plannedFrom("dev");
    expect(taggedIn(resources)).toEqual([]);
    expect(resources.filter(({ type }) => /data_catalog|row_access/.test(type))).toEqual([]);
  });

  it("is closed where it is asked for: ids of people, and what senders wrote, in all but raw tables", async () => {
    await plannedFrom("prod");
    const { code, output } = await workspace.terraform("apply", "-no-color", "-input=false", "prod");
    expect(code, output).toBe(0);
    const tagged = taggedIn(await shown(workspace));
    expect(tagged).toEqual(
      expect.arrayContaining([
        "clean.lines.customer_id",
        "clean.quarantine.record",
        "metrics.customers.customer_id",
      ]),
    );
    expect(tagged.filter((column) => column.startsWith("raw."))).toEqual([]);
    expect((await workspace.terraform("output", "-json", "senders")).output).toContain(
      "--impersonate-service-account",
    );
  });
});
