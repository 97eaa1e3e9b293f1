import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { yamlFile } from "./planned.ts";

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

describe("cloudbuild.yaml", () => {
  it("goes from install over check, test and build to plan, apply, migrate and smoke, each after what it needs", () => {
    const needs = Object.fromEntries(build.steps.map(({ id, waitFor }) => [id, waitFor ?? []]));
    expect(needs).toMatchObject({
      check: ["install"],
      test: ["install"],
      build: ["install"],
      plan: ["check", "test", "build"],
      apply: ["plan"],
      migrate: ["apply"],
      smoke: ["migrate"],
    });
    build.steps.forEach(({ waitFor = [] }, index) => {
      const before = build.steps.slice(0, index).map(({ id }) => id);
      for (const id of waitFor) expect(before).toContain(id);
    });
  });

  it("runs npm scripts that exist, and applies exactly what it planned", () => {
    for (const { script } of build.steps)
      for (const [, name = ""] of script.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty(name);
    expect(script("plan")).toContain("-out=tfplan");
    expect(script("apply")).toMatch(/terraform apply .*tfplan/);
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

  it("acts as an identity of its own, after somebody approved", () => {
    expect(build.serviceAccount).toContain("/serviceAccounts/daybook-deploy@");
    expect(trigger).toContain('account_id   = "daybook-deploy"');
    expect(trigger).toContain("approval_config { approval_required = true }");
  });

  it("wakes in its smoke test a function that is deployed on a schedule", () => {
    const [, name] = /jobs run daybook-(\w+)/.exec(script("smoke")) ?? [];
    const { [name ?? ""]: entry } = JSON.parse(readFileSync("terraform/pipeline.json", "utf8"));
    expect(entry.schedule).toEqual(expect.any(String));
  });
});
