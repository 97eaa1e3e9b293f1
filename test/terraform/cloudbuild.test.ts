import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { googleRefuses } from "./google-refuses.ts";
import { openInitialised, settings, shown, variables, yamlFile } from "./planned.ts";

/** The keys of Cloud Build's format that are used here. It refuses others, after the commit. */
const Build = z.strictObject({
  steps: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string().regex(/^[\w./-]+:[\w.-]+$/, "must name a version"),
      waitFor: z.array(z.string()).optional(),
      dir: z.string().optional(),
      script: z.string().min(1),
    }),
  ),
  substitutions: z.record(z.string().regex(/^_[A-Z0-9_]+$/), z.string()),
  serviceAccount: z.string(),
  options: z.strictObject({
    logging: z.literal("CLOUD_LOGGING_ONLY"),
    automapSubstitutions: z.literal(true),
    substitutionOption: z.literal("MUST_MATCH"),
  }),
  timeout: z.string().regex(/^\d+s$/),
});

const build = Build.parse(yamlFile("cloudbuild.yaml"));
const script = (id: string) => build.steps.find((step) => step.id === id)?.script ?? "";
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const terraform =
  readFileSync("terraform/variables.tf", "utf8") + readFileSync("terraform/outputs.tf", "utf8");
const trigger = readFileSync("terraform/deploy/main.tf", "utf8");

const onlyIn = (modes: readonly string[]) =>
  build.steps.filter(({ script }) => modesOf(script).join() === modes.join()).map(({ id }) => id);

/** The builds in which a step does something: it ends at once in the others. */
const modesOf = (text: string): string[] => {
  const [, comparison, mode] = /test "\$_MODE" (=|!=) (\w+) \|\| exit 0/.exec(text) ?? [];
  const all = ["check", "plan", "apply"];
  if (mode === undefined) return all;
  return all.filter((each) => (comparison === "=") === (each === mode));
};

describe("cloudbuild.yaml", () => {
  it("goes from install over check, test and build to plan, apply, migrate and smoke, each after what it needs", () => {
    const needs = Object.fromEntries(build.steps.map(({ id, waitFor }) => [id, waitFor ?? []]));
    expect(needs).toMatchObject({
      check: ["install"],
      test: ["install"],
      build: ["install"],
      settings: ["install"],
      plan: ["check", "test", "build", "settings"],
      "refuse lost data": ["plan"],
      "keep plan": ["refuse lost data"],
      "fetch plan": ["keep plan"],
      apply: ["fetch plan"],
      migrate: ["apply"],
      smoke: ["migrate"],
    });
    build.steps.forEach(({ waitFor = [] }, index) => {
      const before = build.steps.slice(0, index).map(({ id }) => id);
      for (const id of waitFor) expect(before).toContain(id);
    });
  });

  it("tests and plans a pull request, keeps the plan of main, and applies it in a build of its own", () => {
    expect(onlyIn(["check", "plan", "apply"])).toEqual(["restore packages", "install"]);
    expect(onlyIn(["check", "plan"])).toEqual([
      "check",
      "test",
      "build",
      "settings",
      "plan",
      "refuse lost data",
    ]);
    expect(onlyIn(["plan"])).toEqual(["keep packages", "keep plan"]);
    expect(onlyIn(["apply"])).toEqual(["fetch plan", "apply", "migrate", "smoke"]);
  });

  it("runs npm scripts that exist, and applies exactly what it planned", () => {
    for (const { script } of build.steps)
      for (const [, name = ""] of script.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty(name);
    expect(script("plan")).toContain("-out=tfplan");
    expect(script("keep plan")).toContain("plans/$COMMIT_SHA.tar.gz");
    expect(script("fetch plan")).toContain("plans/$COMMIT_SHA.tar.gz");
    expect(script("apply")).toMatch(/terraform apply .*tfplan/);
  });

  it("reads the environment's settings from the state bucket, and takes the locked providers", () => {
    expect(script("settings")).toContain("gs://$_STATE_BUCKET/environments/$_ENVIRONMENT.tfvars");
    expect(script("plan")).toContain("-var-file=../settings.tfvars");
    for (const id of ["plan", "apply"]) expect(script(id)).toContain("-lockfile=readonly");
  });

  it("uses only substitutions, variables and outputs that are declared", () => {
    for (const { script } of build.steps) {
      for (const [, name = ""] of script.matchAll(/\$\{?(_[A-Z_]+)/g))
        expect(build.substitutions).toHaveProperty(name);
      for (const [, name] of script.matchAll(/-var="(\w+)=/g))
        expect(terraform).toContain(`variable "${name}"`);
      for (const [, name] of script.matchAll(/output -raw (\w+)/g))
        expect(terraform).toContain(`output "${name}"`);
    }
    for (const name of Object.keys(build.substitutions)) expect(trigger).toContain(`${name} = `);
  });

  it("wakes in its smoke test a function that is deployed on a schedule", () => {
    const [, name] = /jobs run daybook-(\w+)/.exec(script("smoke")) ?? [];
    const { [name ?? ""]: entry } = JSON.parse(readFileSync("terraform/pipeline.json", "utf8"));
    expect(entry.schedule).toEqual(expect.any(String));
  });
});

describe("the triggers", () => {
  const plannedTriggers = async () => {
    const workspace = await openInitialised();
    try {
      const chdir = "-chdir=deploy";
      await workspace.terraform(chdir, "init", "-no-color", "-input=false");
      const given = variables({
        ...settings,
        state_bucket: "daybook-shop-terraform",
        repository: "projects/p/locations/r/connections/c/repositories/n",
      });
      const { code, output } = await workspace.terraform(
        chdir,
        "apply",
        "-auto-approve",
        "-no-color",
        ...given,
      );
      if (code !== 0) throw new Error(output);
      return await shown(workspace, chdir);
    } finally {
      workspace.close();
    }
  };

  it("give unreviewed code an identity that changes nothing, and apply only after approval", async () => {
    const resources = await plannedTriggers();
    const triggers = resources.filter(({ type }) => type === "google_cloudbuild_trigger");
    const told = triggers.map(({ index, values }) => {
      const [events] = values["repository_event_config"];
      return {
        mode: index,
        sets: values["substitutions"]["_MODE"],
        on: events.pull_request.length > 0 ? "pull request" : "push",
        as: /daybook-\w+/.exec(values["service_account"])?.[0],
        approved: values["approval_config"][0].approval_required,
      };
    });
    expect(told).toEqual([
      { mode: "apply", sets: "apply", on: "push", as: "daybook-deploy", approved: true },
      { mode: "check", sets: "check", on: "pull request", as: "daybook-plan", approved: false },
      { mode: "plan", sets: "plan", on: "push", as: "daybook-deploy", approved: false },
    ]);
    const rights = resources.filter(
      ({ type, address }) => type.includes("_iam_") && /\.plan\b|plan_/.test(address),
    );
    expect(rights.map(({ values }) => values["role"]).sort()).toEqual([
      "roles/browser",
      "roles/logging.logWriter",
      "roles/serviceusage.serviceUsageConsumer",
      "roles/storage.objectViewer",
    ]);
    expect(
      resources.flatMap((resource) => (resource.type.includes("_iam_") ? googleRefuses(resource) : [])),
    ).toEqual([]);
  });
});
