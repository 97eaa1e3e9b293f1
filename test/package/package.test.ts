import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8")));
const scratch = mkdtempSync(join(tmpdir(), "daybook-package-"));
const folder = join(scratch, "empty");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The machine's own commands: npm puts the project's in front of them. */
const ownPath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((each) => !each.includes("node_modules"))
  .join(delimiter);
const environment = (path: string) => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(DAYBOOK_|VITEST|NODE_|npm_)/.test(name)),
  ),
  PATH: path,
});

const machineNode = execFileSync("node", ["--print", "process.versions.node"], {
  env: environment(ownPath),
  encoding: "utf8",
}).trim();
let files: readonly string[];
beforeAll(() => {
  mkdirSync(folder);
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", scratch], { encoding: "utf8" });
  const [tarball] = z
    .tuple([z.object({ files: z.array(z.object({ path: z.string() })) })])
    .parse(JSON.parse(packed.slice(packed.indexOf("[\n"))));
  files = tarball.files.map(({ path }) => path);
  execFileSync(
    "npm",
    ["install", "--prefer-offline", "--no-audit", "--no-fund", join(scratch, `daybook-${version}.tgz`)],
    { cwd: folder, env: environment(ownPath), stdio: "pipe" },
  );
});

describe("the package", () => {
  it("holds the command, its SQL and its YAML, and neither sources nor tests", () => {
    for (const path of [
      "LICENSE",
      "README.md",
      "dist/npm/daybook.js",
      "dist/npm/files/shared/contracts/transactions.yaml",
      "dist/npm/files/functions/2-clean/sales/lines.sql",
    ])
      expect(files).toContain(path);
    expect(files.filter((path) => /(^|\/)test\/|\.ts$|^terraform\//.test(path))).toEqual([]);
  });
});

describe.each([
  ["the machine's Node", ownPath],
  ["the project's Node", `${dirname(process.execPath)}${delimiter}${ownPath}`],
])("an installed package with %s", (name, path) => {
  const home = join(scratch, name.replaceAll(/\W/g, "-"));
  const env = environment(path);
  const npx = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync("npx", ["daybook", ...args], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("says its version, and names its own commands in its help", () => {
    expect(npx("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    const help = npx("--help");
    expect(help.stdout).toMatch(/^Usage: daybook[\s\S]*\$ npx daybook run /);
    expect(`${help.stdout}${npx("start", "--help").stdout}`).not.toContain("npm ");
    expect(npx("--home", home, "status").stderr).toContain("`npx daybook start` makes a demo company");
  });

  it("makes the demo, answers SQL, and passes exit codes on", () => {
    const first = npx("start", "--once", "--home", home);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain("the tables agree");
    const asked = npx("--home", home, "--json", "sql", "select count(*) > 30000 as many from clean.lines");
    expect(JSON.parse(asked.stdout)).toEqual([{ many: true }]);
    expect(npx("frobnicate").status).toBe(2);
  });

  it.runIf(path === ownPath && Number.parseInt(machineNode, 10) < 24)(
    "asks for Node 24 where neither the machine nor an optional dependency has it",
    () => {
      const alone = join(scratch, "alone.mjs");
      cpSync(join(folder, "node_modules/daybook/dist/npm/daybook.js"), alone);
      const { status, stderr } = spawnSync("node", [alone, "--version"], { env, encoding: "utf8" });
      expect(stderr).toBe(
        `daybook: needs Node 24 or later and runs on ${machineNode}; install Node 24, or reinstall with optional dependencies, which bring it on Linux and Windows\n`,
      );
      expect(status).toBe(1);
    },
  );

  it("serves until it is told to stop", async () => {
    const script = join(folder, "node_modules/.bin/daybook");
    const child = spawn("node", [script, "start", "--home", home, "--port", "0"], { cwd: folder, env });
    let said = "";
    child.stdout.on("data", (data) => {
      said += String(data);
    });
    const url = await vi.waitFor(() => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? Promise.reject(said), {
      timeout: 60_000,
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
