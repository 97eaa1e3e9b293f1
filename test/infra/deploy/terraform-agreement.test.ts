import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { deployed as standing } from "../../../functions/operations/cost/usage.ts";
import { stages } from "../../../functions/pipeline.ts";
import { tableSchemas, tablesFile } from "../../../infra/deploy/table-schemas.ts";
import { deployedFunctions, pipelineFile } from "../../../infra/deploy/terraform-map.ts";
import { isDefinition, locateStatements } from "../../../infra/googlesql/statements.ts";
import type { Stage } from "../../../shared/stage.ts";

const deployed = deployedFunctions(stages);

const yamlFile = <Content>(file: string): Content => parse(readFileSync(file, "utf8")) as Content;

describe("terraform's map of functions", () => {
  it("is that of functions/pipeline.ts: `npm run terraform:generate` writes it", () => {
    expect(readFileSync("terraform/pipeline.json", "utf8")).toBe(pipelineFile(stages));
  });

  it("is refused for a stage that may take longer than Google waits for what triggers it", () => {
    const slow: Stage = { ...stages.clean, resources: { ...stages.clean.resources, timeoutSeconds: 541 } };
    expect(() => deployedFunctions({ ...stages, clean: slow })).toThrow("clean may take 540 seconds at most");
  });

  it("lets a stage do with datasets what its SQL does, and no more", () => {
    // What clean loads it names in code, and raw rows are read by KPIs whose SQL aggregate prints; what train reads are the tasks' tables.
    const elsewhere: Record<string, string> = {
      clean: "shared/contracts/*.sql",
      train: "shared/tasks/**/*.sql",
    };
    for (const [name, { folder, datasets = {} }] of Object.entries<Stage>(stages)) {
      const files = globSync([`functions/${folder}/**/*.sql`, elsewhere[name] ?? ""]);
      const inCode: Record<string, object> = {
        clean: { raw: "write" },
        aggregate: { raw: "read" },
        // It counts the rows of each table that a contract names.
        sweep: { raw: "read" },
      };
      expect({ name, ...datasets }).toEqual({ name, ...usesIn(files), ...inCode[name] });
    }
  });
});

const usesIn = (files: readonly string[]): Readonly<Record<string, string>> => {
  const uses = files
    .flatMap((file) => locateStatements(readFileSync(file, "utf8")))
    .filter(({ text }) => !isDefinition(text))
    .flatMap(({ text }) => [...text.matchAll(useOfDataset)]);
  const written = uses.filter(([, write]) => write !== undefined).map(([, , name = ""]) => name);
  return {
    ...Object.fromEntries(uses.map(([, , dataset = ""]) => [dataset, "read"])),
    ...Object.fromEntries(written.map((dataset) => [dataset, "write"])),
  };
};

const useOfDataset =
  /\b(?:(insert into|delete from|merge into|update)|from|join)\s+(raw|clean|metrics|features|predictions|insights|credit|ops)\.\w+/gi;

describe("what an estimate of the cost takes for granted", () => {
  it("is what is deployed beside the stages: alerts, and how long a removed snapshot is kept", () => {
    const monitoring = readFileSync("terraform/monitoring.tf", "utf8");
    const buckets = readFileSync("terraform/object-store.tf", "utf8");
    const alerts = yamlFile<Record<string, { query?: string }>>("terraform/alerts.yaml");
    expect(standing).toEqual({
      alertConditions: Object.values(alerts).filter(({ query }) => query !== undefined).length,
      alertLooksPerDay: 86_400 / Number(/evaluation_interval = "(\d+)s"/.exec(monitoring)?.[1]),
      snapshotDays: Number(/serving = .*soft_delete_days = 0, old_versions_days = (\d+)/.exec(buckets)?.[1]),
    });
  });
});

describe("the tables", () => {
  it("are those of the contracts and the stages: `npm run terraform:generate` writes them", async () => {
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
  return file.endsWith(".sql") ? locateStatements(text) : [{ text }];
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

  it("name, as the runbook does, only commands of daybook that exist", () => {
    const texts = [
      readFileSync("terraform/RUNBOOK.md", "utf8"),
      ...Object.values(alerts).map(({ runbook }) => runbook),
    ];
    const named = texts.flatMap((text) => [...text.matchAll(/\bdaybook (?:--project PROJECT )?([a-z]+)/g)]);
    expect(named.length).toBeGreaterThan(15);
    for (const [, command] of named)
      expect(existsSync(`infra/cli/commands/${command}.ts`), command).toBe(true);
  });
});
