import { globSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { stages } from "../functions/pipeline.ts";
import type { Stage } from "../shared/stage.ts";
import { straysOf } from "./architecture.ts";

/** Every source file of the house with the text that its imports are read from. */
const house = globSync("{functions,shared,infra}/**/*.ts").map((file) => ({
  file,
  text: readFileSync(file, "utf8"),
}));

describe("imports point inwards", () => {
  it("finds no arrow that the rooms do not allow", () => {
    expect(house.length).toBeGreaterThan(30);
    expect(straysOf(house)).toEqual([]);
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
    expect(straysOf([{ file, text }])).toHaveLength(1);
  });
});

describe("the house", () => {
  it("has nothing at the top but what was given and what a tool demands", () => {
    const tracked = readFileSync(".gitignore", "utf8").split("\n");
    expect(tracked).toContain("node_modules/");
    const top = globSync("*", { exclude: ["node_modules", "coverage", "dist"] }).sort();
    const given = [
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
