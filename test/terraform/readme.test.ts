import { spawn } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predictRoutes } from "../../functions/7-predict/routes.ts";
import { daybook } from "../../infra/cli/program.ts";
import { openInitialised, type Resource, shown } from "./planned.ts";
import { startBuckets } from "./stand-ins.ts";
import { finished, type Workspace } from "./terraform.ts";

const readme = readFileSync("README.md", "utf8");
const [, block = ""] = /\n## Deploy\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ?? [];
const commands = block.trim().split("\n");
const starting = (text: string) => commands.filter((command) => command.startsWith(text));

/** The words of a command, as a shell would take them apart. */
const words = (command: string): string[] =>
  [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replace(/'([^']*)'/g, "$1"));

const scratch = mkdtempSync(join(tmpdir(), "daybook-deploy-"));
let workspace: Workspace;
let resources: readonly Resource[];
beforeAll(async () => {
  workspace = await openInitialised();
  const [apply = ""] = starting("terraform -chdir=terraform apply");
  // Its own arguments; the question whether to go on is the only thing left out.
  const { code, output } = await workspace.terraform(
    "apply",
    "-auto-approve",
    "-no-color",
    ...words(apply).slice(3),
  );
  if (code !== 0) throw new Error(output);
  resources = await shown(workspace);
});
afterAll(() => {
  workspace.close();
  rmSync(scratch, { recursive: true });
});

describe("the way from an empty project to a first prediction", () => {
  it("takes at most 15 commands", () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.length).toBeLessThanOrEqual(15);
  });

  it("builds before it applies, and applies what it names: buckets, the job, predict", () => {
    const order = [
      "npm ci",
      "npm run build",
      "terraform -chdir=terraform init",
      "terraform -chdir=terraform apply",
    ];
    expect(order.map((start) => commands.findIndex((command) => command.startsWith(start)))).toEqual(
      order.map((_, index) => commands.indexOf("npm ci") + index),
    );
    const names = resources.map(({ values }) => values["name"]);
    const [, landing] = /gs:\/\/(\S+)$/.exec(starting("gcloud storage cp")[0] ?? "") ?? [];
    const [, job] = /jobs run (\S+)/.exec(starting("gcloud scheduler")[0] ?? "") ?? [];
    expect(names).toContain(landing);
    expect(
      resources
        .filter(({ type }) => type === "google_cloud_scheduler_job")
        .map(({ values }) => values["name"]),
    ).toContain(job);
    const state = /backend-config=bucket=(\S+)/.exec(block)?.[1];
    expect(starting("gcloud storage buckets create")[0]).toContain(`gs://${state} `);
  });

  it("asks predict where it answers, with an identity that may", async () => {
    const [curl = ""] = starting("curl ");
    const [, output = "", path] = /output -raw (\w+)\)(\/[\w/]+)"/.exec(curl) ?? [];
    expect((await workspace.terraform("output", "-raw", output)).code).toBe(0);
    const noState = () => {
      throw new Error("no question is asked");
    };
    const routes = predictRoutes({ now: noState, renewed: noState, missing: noState });
    expect(routes.filter(({ method }) => method === "GET").map((route) => route.path)).toContain(path);
    const callers = resources.filter(({ address }) =>
      address.startsWith("google_cloud_run_v2_service_iam_member.caller"),
    );
    expect([...new Set(callers.map(({ values }) => values["member"]))]).toEqual(["user:you@shop.example"]);
  });

  it("generates the files that it uploads", async () => {
    const [generate = ""] = starting("npm run daybook -- generate");
    expect(
      await daybook(words(generate.replace("./", `${scratch}/`).replace("--days 160", "--days 2")).slice(4)),
    ).toBe(0);
    const [upload = ""] = starting("gcloud storage cp");
    const sources = words(upload).filter((word) => word.startsWith("./company/"));
    expect(sources.length).toBeGreaterThan(0);
    const made = readdirSync(join(scratch, "company"));
    for (const source of sources) expect(made).toContain(source.split("/")[2]);
  });

  it("gives a shell the settings with which the data of a deployment is migrated", async () => {
    const { code, output } = await workspace.terraform("output", "-raw", "environment");
    expect(code).toBe(0);
    const state = /DAYBOOK_STATE_BUCKET='([^']+)'/.exec(output)?.[1] ?? "";
    const buckets = await startBuckets({ [state]: [] });
    const script = `${output}\nexport DAYBOOK_STORAGE_ENDPOINT=${buckets.url}\n"$0" infra/cli/daybook.ts migrate --dry-run`;
    const { code: ended, output: said } = await finished(spawn("sh", ["-c", script, process.execPath]));
    await buckets.close();
    expect(ended, said).toBe(0);
    expect(said).toMatch(/\d migrations would be applied: 0001-first-tables, 0002-source-date\b/);
  });
});

describe("every gcloud command that a person is told", () => {
  // Of the SDK's own list, 528.0.0: the commands that are used here, each with its flags.
  const known = JSON.parse(readFileSync("test/terraform/gcloud-commands.json", "utf8")) as Record<
    string,
    string[]
  >;
  const everywhere = ["--project", "--format", "--quiet"];
  const files = ["README.md", "cloudbuild.yaml", ...globSync("{terraform/*.{md,yaml,tf},infra/**/*.ts}")];
  const told = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bgcloud ((?:[a-z-]+ )+(?:[a-z-]+)?)([^`\\\n|)]*)/g)].map(
      ([, start = "", rest = ""]) => ({ file, command: `${start}${rest}` }),
    ),
  );

  it("exists, and so do its flags", () => {
    expect(told.length).toBeGreaterThan(25);
    for (const { file, command } of told) {
      const name = Object.keys(known).find((one) => `${command} `.startsWith(`${one} `));
      expect(name, `${file}: gcloud ${command}`).toBeDefined();
      for (const [flag] of command.matchAll(/(?<=\s)--[a-z-]+/g))
        expect([...everywhere, ...(known[name ?? ""] ?? [])], `${file}: ${command}`).toContain(flag);
    }
  });
});
