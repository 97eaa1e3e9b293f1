import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { daybook, daybookAlone, put, temporaryFolder } from "./laptop-process.ts";
import { salesFile } from "./sales-file.ts";

const commands = [
  "",
  "start",
  "run",
  "drop",
  "status",
  "settings",
  "plan",
  "quality",
  "release",
  "refuse",
  "quarantine",
  "quarantine list",
  "quarantine show",
  "quarantine replay",
  "replay",
  "backfill",
  "erase",
  "predict",
  "forecast",
  "accuracy",
  "brief",
  "sql",
  "tiers",
  "tiers update",
  "tiers reassign",
  "tiers show",
  "export",
  "push",
  "explain",
  "feeds",
  "feeds reference",
  "contract infer",
  "contract check",
  "contract diff",
  "contract export",
  "contract import",
  "docs",
  "fit",
  "generate",
  "cost",
  "doctor",
  "migrate",
];

it.each(commands)("`daybook %s --help` describes the command and gives an example", async (command) => {
  const { code, stdout, stderr } = await daybook(...command.split(" ").filter(Boolean), "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: daybook/);
  expect(stdout).toMatch(/\nExamples?:\n {2}\$ npm (run daybook|start)\b/);
});

it("--version prints the version of the package", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await daybookAlone("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

it("--verbose logs each step as JSON on stderr, and leaves the answer as it is", async () => {
  const folder = temporaryFolder();
  const file = put(folder, "transactions/2030-01-01.csv", salesFile("2030-01-01", 5));
  const { code, stdout, stderr } = await daybook("--home", folder, "--json", "--verbose", "drop", file);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ rows: { in: 5 } });
  const messages = stderr
    .split("\n")
    .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line).message] : []));
  expect(messages).toEqual(expect.arrayContaining(["file ingested", "cleaned", "aggregated"]));
  expect(messages).not.toContain("event handled");
});

it("answers wrong usage with exit code 2 and one line that says what is wrong", async () => {
  const wrong = [
    ["frobnicate"],
    ["run"],
    ["run", "/there/is/no/such/folder"],
    ["quarantine", "list", "--limit", "many"],
    ["generate", "--out", "/tmp", "--mess", "2"],
    ["replay"],
    ["erase"],
    ["predict"],
    ["accuracy", "--since", "yesterday"],
    ["predict", "--customer", "C1", "--today", "much"],
    ["export", "spend_30d"],
    ["backfill", "/there/is/no/such/folder"],
    ["backfill", "/tmp", "--rate", "0"],
    ["replay", "--from", "2024-13-01"],
    ["--contracts", "/there/is/no/such/folder", "feeds"],
  ];
  for (const args of wrong) {
    const { code, stdout, stderr } = await daybook(...args);
    expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr).not.toBe("");
  }
});

it("ends with exit code 0 when the reader closes the pipe, as `| head` does", async () => {
  const child = spawn(process.execPath, ["infra/cli/daybook.mjs", "--help"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += String(data);
  });
  child.stdout.destroy();
  const [code] = await once(child, "close");
  expect({ code, said }).toEqual({ code: 0, said: "" });
});
