import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openInitialised, plan, settings, shown, variables } from "./planned.ts";
import { faultsOf } from "./policies.ts";
import type { Workspace } from "./terraform.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openInitialised();
});
afterEach(() => workspace.close());

const run = (verb: "apply" | "destroy", given: Readonly<Record<string, unknown>> = {}) =>
  workspace.terraform(
    verb,
    "-auto-approve",
    "-no-color",
    "-input=false",
    ...variables({ ...settings, ...given }),
  );

const runbook = readFileSync("terraform/RUNBOOK.md", "utf8");

/** What Google says, by what is being made; and how the runbook begins it. */
const stops = [
  [
    "google_project_service",
    "Error 400: Billing account for project '123456789012' is not found. Billing must be enabled for activation of service(s)",
    "Billing account for project",
  ],
  [
    "google_cloudfunctions2_function",
    "Permission denied while using the Eventarc Service Agent",
    "Permission denied",
  ],
  ["google_storage_bucket", "googleapi: Error 409: The requested bucket name is not available", "Error 409"],
  [
    "google_bigquery_dataset",
    "Error creating Dataset: Already Exists: Dataset daybook-shop:raw",
    "Already Exists: Dataset",
  ],
  ["google_bigquery_table", "invalid_grant: token has been expired or revoked", "invalid_grant"],
] as const;

describe("an apply that Google stopped halfway", () => {
  it("goes on where it stopped, however often, and the runbook knows the words", async () => {
    for (const [type, words, inRunbook] of stops) {
      workspace.refusals.set(type, words);
      expect(runbook).toContain(inRunbook);
    }
    const said: string[] = [];
    let code = 1;
    for (let tries = 0; code !== 0 && tries <= stops.length; tries++) {
      const applied = await run("apply");
      code = applied.code;
      said.push(applied.output.replace(/\s*│\s*|\s+/g, " "));
    }
    expect(code, said.at(-1)).toBe(0);
    expect(said.length).toBeGreaterThan(1);
    for (const [, words] of stops) expect(said.join()).toContain(words);
    expect((await plan(workspace)).output).toContain("No changes");
    expect(faultsOf(await shown(workspace))).toEqual([]);
  });
});

describe("destroying", () => {
  it("is refused while there are tables, unless destroy_data says so beforehand", async () => {
    expect((await run("apply")).code).toBe(0);
    const refused = await run("destroy");
    expect(refused.code).toBe(1);
    expect(refused.output.replace(/\s*│\s*|\s+/g, " ")).toContain(
      "cannot destroy table without setting deletion_protection=false",
    );
    expect(runbook).toContain("cannot destroy table without setting deletion_protection=false");
    expect((await run("apply", { destroy_data: true })).code).toBe(0);
    const buckets = (await shown(workspace)).filter(({ type }) => type === "google_storage_bucket");
    expect(buckets.map(({ values }) => values["force_destroy"])).toEqual(buckets.map(() => true));
    expect((await run("destroy", { destroy_data: true })).code).toBe(0);
  });
});

describe("a token", () => {
  it("for another address than the one that is called is found", async () => {
    workspace.break(
      "schedule.tf",
      "audience              = http_target.value",
      'audience              = "https://elsewhere.example"',
    );
    expect((await run("apply")).code).toBe(0);
    expect(faultsOf(await shown(workspace))).toEqual([
      'google_cloud_scheduler_job.job["sweep"]: its token is for another address than the one it calls',
    ]);
  });
});
