import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { daybook } from "./laptop-process.ts";

const commands = [
  "",
  "run",
  "drop",
  "status",
  "plan",
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
  "sql",
  "export",
  "feeds",
  "fit",
  "generate",
  "cost",
  "doctor",
  "migrate",
  "metrics",
];

it.each(commands)("`daybook %s` says with --help what it does, and gives an example", async (command) => {
  const { code, stdout, stderr } = await daybook(...command.split(" ").filter(Boolean), "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: daybook/);
  expect(stdout).toMatch(/\nExamples?:\n {2}\$ npm run daybook -- /);
});

it("answers wrong usage with exit code 2 and one line of what is wrong", async () => {
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

it("ends in peace where nobody reads on, as after `| head`", async () => {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "infra/cli/daybook.ts", "--help"],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  child.stderr.on("data", (data) => {
    said += String(data);
  });
  child.stdout.destroy();
  const [code] = await once(child, "close");
  expect({ code, said }).toEqual({ code: 0, said: "" });
});
