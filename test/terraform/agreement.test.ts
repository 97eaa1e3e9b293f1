import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizes, deployed as standing } from "../../functions/operations/cost/usage.ts";
import { pipeline } from "../../functions/pipeline.ts";
import { tableSchemas, tablesFile } from "../../infra/deploy/table-schemas.ts";
import { isDefinition, statementsOf } from "../../infra/googlesql/statements.ts";
import { topicOf } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { openInitialised, plan, yamlFile } from "./planned.ts";
import type { Workspace } from "./terraform.ts";

interface DeployedFunction {
  readonly bucket_event: string | null;
  readonly topic: boolean;
  readonly http: boolean;
  readonly schedule: string | null;
  readonly memory: string;
  readonly cpu: string;
  readonly timeout_seconds: number;
  readonly datasets: Readonly<Record<string, "read" | "write">>;
  readonly wakes: readonly string[];
}

let workspace: Workspace;
let deployed: Readonly<Record<string, DeployedFunction>>;
beforeAll(async () => {
  workspace = await openInitialised();
  await plan(workspace);
  const { output } = await workspace.terraform("show", "-json", "plan");
  deployed = JSON.parse(output).variables.functions.value;
});
afterAll(() => workspace.close());

describe("terraform's map of functions", () => {
  // A stage touches its platform only when it runs.
  const stages: Readonly<Record<string, { readonly on: string }>> = pipeline({} as Platform);

  it("names the stages of the pipeline, all of them and no other", () => {
    expect(Object.keys(deployed).sort()).toEqual(Object.keys(stages).sort());
  });

  it("wakes each by what the pipeline says", () => {
    const wakes = Object.entries(deployed).map(([name, { bucket_event, topic, schedule }]) => {
      if (bucket_event !== null) return [name, `object-${bucket_event}`];
      if (topic) return [name, `daybook-${name}`];
      return [name, schedule === null ? "request" : "schedule"];
    });
    expect(Object.fromEntries(wakes)).toEqual(
      Object.fromEntries(Object.entries(stages).map(([name, { on }]) => [name, on])),
    );
  });

  it.each([
    // What it loads it names in code.
    ["clean", "{functions/2-clean,shared/contracts}/*.sql", { raw: "write" }],
    ["aggregate", "functions/3-aggregate/*.sql", {}],
    ["train", "shared/tasks/**/*.sql", {}],
    ["publish", "functions/6-publish/*.sql", {}],
  ])("lets %s do with datasets what its SQL does, and no more", (name, files, loads) => {
    const uses = globSync(files)
      .flatMap((file) => statementsOf(readFileSync(file, "utf8")))
      .filter(({ text }) => !isDefinition(text))
      .flatMap(({ text }) => [...text.matchAll(useOfDataset)]);
    const written = uses.filter(([, write]) => write !== undefined).map(([, , name = ""]) => name);
    const needed = {
      ...Object.fromEntries(uses.map(([, , dataset = ""]) => [dataset, "read"])),
      ...Object.fromEntries(written.map((dataset) => [dataset, "write"])),
      ...loads,
    };
    expect(deployed[name]?.datasets).toEqual(needed);
  });

  it("calls the topics as the code does", () => {
    expect(topicOf("clean")).toBe("daybook-clean");
  });
});

const useOfDataset =
  /\b(?:(insert into|delete from|merge into|update)|from|join)\s+(raw|clean|metrics|features|predictions|insights|credit|ops)\.\w+/gi;

describe("what an estimate of the cost takes for granted", () => {
  it("is what is deployed: sizes, jobs, alerts", () => {
    const gibOf = (memory: string) => Number.parseInt(memory, 10) / (memory.endsWith("Mi") ? 1024 : 1);
    for (const [name, size] of Object.entries(sizes)) {
      const { cpu = "", memory = "" } = deployed[name] ?? {};
      expect({ name, cpu: Number(cpu), gib: gibOf(memory) }).toEqual({ name, ...size });
    }
    const monitoring = readFileSync("terraform/monitoring.tf", "utf8");
    const buckets = readFileSync("terraform/object-store.tf", "utf8");
    const scheduled = Object.values(deployed).filter(({ schedule }) => schedule !== null);
    const alerts = yamlFile<Record<string, { query?: string }>>("terraform/alerts.yaml");
    expect(standing).toEqual({
      jobs: scheduled.length,
      alertConditions: Object.values(alerts).filter(({ query }) => query !== undefined).length,
      alertLooksPerDay: 86_400 / Number(/evaluation_interval = "(\d+)s"/.exec(monitoring)?.[1]),
      sweepsPerDay: deployed["sweep"]?.schedule === "*/15 * * * *" ? 96 : 0,
      trainLooksPerDay: deployed["train"]?.schedule === "20 * * * *" ? 24 : 0,
      snapshotDays: Number(/serving = .*soft_delete_days = 0, old_versions_days = (\d+)/.exec(buckets)?.[1]),
      publishSeconds: deployed["publish"]?.timeout_seconds,
    });
  });
});

describe("the tables", () => {
  it("are those of the contracts and the stages: `npm run terraform:tables` writes them", async () => {
    expect(readFileSync("terraform/tables.json", "utf8")).toBe(tablesFile(await tableSchemas()));
  });

  it("that demand days are never asked without: such a query fails only on BigQuery", async () => {
    const demanding = Object.entries(await tableSchemas()).filter(([, { filter }]) => filter);
    expect(demanding.map(([name]) => name)).toEqual(["raw.rejects", "raw.transactions"]);
    for (const file of globSync(["functions/**/*.sql", "shared/**/*.sql", "infra/**/*.ts"]))
      for (const { text } of statementsIn(file))
        for (const [name, { partition }] of demanding)
          expect(askedWithout(text, name, partition), file).toEqual([]);
  });
});

const statementsIn = (file: string) => {
  const text = readFileSync(file, "utf8");
  return file.endsWith(".sql") ? statementsOf(text) : [{ text }];
};

/** The places where a table is read without its partition's column standing in the WHERE that follows. */
const askedWithout = (statement: string, table: string, partition: string | null): string[] =>
  [...statement.matchAll(new RegExp(`\\b(?:from|join)\\s+${table.replace(".", "\\.")}\\b([^;)]*)`, "gi"))]
    .map(([, rest = ""]) => rest)
    .filter(
      (rest) => !new RegExp(`^[^;]*\\bwhere\\b[^;]*\\b${partition}\\b\\s*(in|=|between|>=)`, "i").test(rest),
    );

describe("log metrics and alerts", () => {
  const metrics = yamlFile<Record<string, { where: string; value?: string }>>("terraform/metrics.yaml");
  const alerts =
    yamlFile<Record<string, { query?: string; log?: string; runbook: string }>>("terraform/alerts.yaml");
  const code = globSync("{functions,shared,infra}/**/*.ts")
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

  it.each(Object.entries(metrics))("%s reads what the code writes", (_, { where, value }) => {
    const [, field, expected] = /^jsonPayload\.(\w+) = "(\w+)"$/.exec(where) ?? [];
    expect(code.includes(`${field}: "${expected}"`)).toBe(true);
    if (value !== undefined) expect(new RegExp(`\\b${value}[:,]`).test(code)).toBe(true);
  });

  it.each(Object.entries(alerts))("%s watches something that is there, and says what to do", (_, alert) => {
    expect([alert.query, alert.log].filter((one) => one !== undefined)).toHaveLength(1);
    for (const [, name = ""] of (alert.query ?? "").matchAll(/user_daybook_(\w+?)(?:_sum)?\{/g))
      expect(metrics).toHaveProperty(name);
    for (const [, field, name] of (alert.log ?? "").matchAll(/jsonPayload\.(\w+)="(\w+)"/g))
      expect(code.includes(`${field}: "${name}"`), name).toBe(true);
    expect(alert.runbook).toMatch(/^What: [\s\S]+\nLook: [\s\S]+\nDo: /);
  });

  it("name in their runbooks only functions, counters and events that exist", () => {
    for (const { runbook } of Object.values(alerts)) {
      for (const [, name = ""] of runbook.matchAll(/\bdaybook-([a-z]+)\b/g))
        expect(deployed).toHaveProperty(name);
      for (const [, field, name] of runbook.matchAll(/jsonPayload\.(\w+)="(\w+)"/g))
        expect(code.includes(`${field}: "${name}"`), name).toBe(true);
    }
  });
});
