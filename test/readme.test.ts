import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const readme = readFileSync("README.md", "utf8");

/** Every line of every shell block. A deployment needs an account: test/terraform/readme.test.ts checks those lines. */
const commands = [
  ...readme.replace(/\n## Deploy\n[\s\S]*?(?=\n## )/, "").matchAll(/```sh\n([\s\S]*?)```/g),
].flatMap(([, block = ""]) => block.trim().split("\n"));

// `.ci/run` runs these itself, on a clean clone. `npm start` does not end.
const runByCi = ["npm ci", "npm test", "npm run check"];
const scratch = mkdtempSync(join(tmpdir(), "daybook-readme-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const run = (command: string) =>
  spawnSync("sh", ["-c", command.replaceAll("./", `${scratch}/`)], {
    encoding: "utf8",
    env: {
      ...process.env,
      DAYBOOK_HOME: join(scratch, "home"),
      PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
    },
  });

describe("the README's commands", () => {
  beforeAll(() => {
    const first = run("npm start -- --once");
    expect(first.stderr + first.stdout).toContain("clean lines");
    expect(first.status).toBe(0);
  });

  it("include those that .ci/run runs", () => {
    expect(commands.length).toBeGreaterThan(8);
    for (const command of runByCi) expect(commands).toContain(command);
    expect(readFileSync(".ci/run", "utf8")).toContain("npm start -- --once");
  });

  it.each(commands.filter((command) => ![...runByCi, "npm start"].includes(command)))("%s", (command) => {
    const { status, stdout, stderr } = run(command);
    expect(`${stdout}${stderr}`).not.toBe("");
    expect(status, stderr).toBe(0);
  });
});

describe("what the README's commands write into the checkout", () => {
  const folders = [
    ...new Set(
      commands.flatMap((line) =>
        [...line.matchAll(/(?:--home|--out) \.\/([\w-]+)/g)].map(([, name = ""]) => name),
      ),
    ),
  ];

  it("are a company and homes", () => {
    expect(folders).toEqual(expect.arrayContaining(["company", "home"]));
  });

  it.each([...folders, ".daybook"])("./%s is ignored by git, and so by every check", (folder) => {
    const { status } = spawnSync("git", ["check-ignore", "--quiet", `${folder}/warehouse.duckdb`]);
    expect(status).toBe(0);
  });
});

describe("what the README names", () => {
  it.each([
    ...new Set(
      [
        ...readme.matchAll(/\]\(([^)#:]+)\)|`((?:functions|infra|shared|test|\.ci|\.github)\/[\w./-]+)`/g),
      ].map(([, link, path]) => link ?? path ?? ""),
    ),
  ])("%s exists", (path) => {
    expect(existsSync(path)).toBe(true);
  });

  it("as an npm script is defined", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, name = ""] of readme.matchAll(/npm run (?:--silent )?([\w:-]+)/g))
      expect(scripts).toHaveProperty(name);
  });
});
