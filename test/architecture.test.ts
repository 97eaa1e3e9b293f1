import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { stages } from "../functions/pipeline.ts";
import type { Stage } from "../shared/stage.ts";
import { forbiddenImports, importCycles, longFiles } from "./architecture.ts";

const read = (pattern: string) =>
  globSync(pattern).map((file) => ({ file, text: readFileSync(file, "utf8") }));
const house = read("{functions,shared,infra}/**/*.ts");

describe("imports point inwards", () => {
  it("has no import that the rooms do not allow", () => {
    expect(house.length).toBeGreaterThan(30);
    expect(forbiddenImports(house)).toEqual([]);
  });

  it.each([
    ["functions/1-ingest/a.ts", 'import { clean } from "../2-clean/clean.ts";'],
    ["functions/2-clean/a.ts", 'import { env } from "../../infra/env.ts";'],
    ["functions/2-clean/a.ts", 'import { BigQuery } from "@google-cloud/bigquery";'],
    ["shared/work/a.ts", 'import { Storage } from "@google-cloud/storage";'],
    ["shared/a.ts", 'import { DuckDBInstance } from "@duckdb/node-api";'],
    ["shared/a.ts", 'const late = await import("@google-cloud/pubsub");'],
    ["shared/learning/neural/forward.ts", 'import * as tf from "@tensorflow/tfjs-core";'],
    ["functions/7-predict/a.ts", 'import * as tf from "@tensorflow/tfjs-core";'],
    ["shared/a.ts", 'export { readEnv } from "../infra/entry/environment.ts";'],
    ["shared/a.ts", 'import { ingest } from "../functions/1-ingest/ingest.ts";'],
    ["infra/local/a.ts", 'import { clean } from "../../functions/2-clean/clean.ts";'],
    ["infra/local/a.ts", 'import { home } from "../laptop/home.ts";'],
  ])("refuses %s with %s", (file, text) => {
    expect(forbiddenImports([{ file, text }])).toHaveLength(1);
  });
});

describe("files that import one another", () => {
  it("are none, not even by their types", () => {
    expect(importCycles(house)).toEqual([]);
  });

  it("are found when a type import closes the circle", () => {
    const planted = [
      { file: "shared/a.ts", text: 'import { b } from "./b.ts";' },
      { file: "shared/b.ts", text: 'import { c } from "./deep/c.ts";' },
      { file: "shared/deep/c.ts", text: 'import type { A } from "../a.ts";' },
      { file: "shared/outside.ts", text: 'import { a } from "./a.ts";' },
    ];
    expect(importCycles(planted)).toEqual(["shared/a.ts, shared/b.ts, shared/deep/c.ts"]);
  });
});

describe("the length of files", () => {
  it("is 200 lines at the most", () => {
    expect(longFiles([...house, ...read("{functions,shared,infra}/**/*.sql")])).toEqual([]);
  });

  it("is noticed from line 201", () => {
    const file = "shared/a.sql";
    expect(longFiles([{ file, text: "select 1\n".repeat(200) }])).toEqual([]);
    expect(longFiles([{ file, text: "select 1\n".repeat(201) }])).toEqual(["shared/a.sql has 201 lines"]);
  });
});

describe("the house", () => {
  it("has nothing at the top but the given plan and what a tool demands", () => {
    const tracked = readFileSync(".gitignore", "utf8").split("\n");
    expect(tracked).toContain("node_modules/");
    // Homes and exports that somebody keeps here are none of its business.
    const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).split("\n");
    const top = [...new Set(files.map((file) => file.split("/")[0] ?? ""))].filter(
      (name) => name !== "" && !name.startsWith("."),
    );
    expect(top.length).toBeGreaterThan(10);
    const given = [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "cloudbuild.yaml",
      "functions",
      "infra",
      "package.json",
      "shared",
      "terraform",
      "test",
      "tsconfig.json",
    ];
    const demanded = ["biome.json", "knip.json", "package-lock.json", "vitest.config.ts"];
    expect(top.filter((name) => ![...given, ...demanded].includes(name))).toEqual([]);
  });

  it("keeps each dataset to one writing stage", () => {
    const writers = new Map<string, Set<string>>();
    for (const file of globSync("functions/**/*.sql")) {
      const [stage = ""] = relative("functions", file).split("/");
      for (const [, dataset = ""] of readFileSync(file, "utf8").matchAll(
        /\b(?:insert into|delete from|merge into|update)\s+(\w+)\./gi,
      ))
        writers.set(dataset, (writers.get(dataset) ?? new Set()).add(stage));
    }
    const declared = Object.values<Stage>(stages).flatMap(({ folder, datasets = {} }) =>
      Object.keys(datasets)
        .filter((name) => datasets[name] === "write" && writers.has(name))
        .map((name) => [name, [folder]]),
    );
    expect(Object.fromEntries([...writers].map(([name, folders]) => [name, [...folders]]))).toEqual(
      Object.fromEntries(declared),
    );
  });

  it("has a folder for each stage, and no folder that no stage has", () => {
    const folders = new Set(Object.values(stages).map(({ folder }) => folder));
    expect(globSync("[0-9]-*", { cwd: "functions" }).sort()).toEqual([...folders].sort());
  });

  it("lists the stages in functions/pipeline.ts and nowhere else", () => {
    const names = Object.keys(stages);
    const lists = globSync("{functions,shared,infra}/**/*.{ts,yaml}").filter((file) => {
      const text = readFileSync(file, "utf8");
      return names.filter((name) => new RegExp(`["']${name}["']|^ *${name}:`, "m").test(text)).length > 3;
    });
    expect(lists).toEqual(["functions/pipeline.ts"]);
  });
});
