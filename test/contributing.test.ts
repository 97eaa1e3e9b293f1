import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const text = readFileSync("CONTRIBUTING.md", "utf8");
const section = (title: string): string => text.split(/^## /m).find((one) => one.startsWith(title)) ?? "";

describe("CONTRIBUTING", () => {
  it.each(
    [...section("Where is").matchAll(/^\| (.+\?) \| `(.+)` \|$/gm)].map(([, question = "", path = ""]) => [
      question,
      path,
    ]),
  )("answers %s with a path that exists: %s", (_, path) => {
    expect(existsSync(path)).toBe(true);
  });

  it("has a path in every row of that table, and none that is gone in its other text", () => {
    const rows =
      section("Where is")
        .split("\n")
        .filter((line) => line.startsWith("| ")).length - 2;
    expect([...section("Where is").matchAll(/\| `[\w./-]+` \|$/gm)]).toHaveLength(rows);
    const named = [...text.matchAll(/`((?:functions|infra|shared|terraform|test|\.ci)\/[\w./-]+)`/g)];
    expect(named.map(([, path = ""]) => path).filter((path) => !existsSync(path))).toEqual([]);
  });

  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, name = ""] of text.matchAll(/npm run (?:--silent )?([\w:]+)/g))
      expect(scripts).toHaveProperty(name);
  });

  it("keeps each recipe to ten lines and the glossary to thirty terms", () => {
    const recipes = section("Recipes").split(/^\*\*/m).slice(1);
    expect(recipes).toHaveLength(10);
    for (const recipe of recipes) expect(recipe.trim().split("\n").length).toBeLessThanOrEqual(10);
    const terms =
      section("Glossary")
        .split("\n")
        .filter((line) => line.startsWith("| ")).length - 2;
    expect(terms).toBeGreaterThan(20);
    expect(terms).toBeLessThanOrEqual(30);
  });
});

describe("habits", () => {
  it.each(globSync("{functions,infra,shared}/**/README.md"))("%s has at most 15 lines", (file) => {
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  });

  it("a pull request runs the steps of .ci/run, and has no list of its own", () => {
    const workflow = parse(readFileSync(".github/workflows/pull-request.yml", "utf8")) as {
      jobs: { check: { steps: { run?: string }[] } };
    };
    expect(workflow.jobs.check.steps.flatMap(({ run }) => run ?? [])).toEqual([".ci/run --quick"]);
    expect(readFileSync(".ci/run", "utf8")).toContain("slow npm run test:kills");
  });

  it.each(globSync(".github/decisions/*.md"))("%s has a date in its name and at most one page", (file) => {
    expect(file).toMatch(/\/\d{4}-\d\d-\d\d-[a-z0-9-]+\.md$/);
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(50);
  });

  it("the changelog lists the version of the package, and has a section for what comes next", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    const changelog = readFileSync("CHANGELOG.md", "utf8");
    expect(changelog).toContain("\n## [Unreleased]\n");
    expect(changelog).toMatch(
      new RegExp(`\\n## \\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d\\d-\\d\\d\\n`),
    );
  });
});
