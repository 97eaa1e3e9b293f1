import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { daybook, daybookJson, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

const contract = readFileSync("shared/contracts/transactions.yaml", "utf8");
/** Sales in which the first line has five pieces. */
const sales = (day: string, lines: number): string => salesFile(day, lines).replace(",Mug,1,", ",Mug,5,");
const withQuantities = (limits: string): string =>
  contract.replace("minimum: -1000000, maximum: 1000000", limits);

it("contract diff --replay tells what a new contract would make of the last 30 days, and loads nothing", {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const home = join(folder, "home");
  for (const [day, lines] of [
    ["2024-03-01", 50],
    ["2024-05-01", 40],
    ["2024-05-02", 60],
  ] as const)
    put(folder, `files/transactions/${day}.csv`, sales(day, lines));
  await daybook("--home", home, "run", join(folder, "files"));
  const old = put(folder, "old.yaml", contract);
  const now = put(folder, "new.yaml", withQuantities("minimum: -4, maximum: 4"));

  const { code, stdout, stderr } = await daybook("--home", home, "contract", "diff", old, now, "--replay");

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(
    /would quarantine 2 of 100 rows of the last 30 days \(2024-05-01 to 2024-05-02\); the old one quarantines 0 of 100/,
  );

  const strictest = put(folder, "strictest.yaml", withQuantities("minimum: 2, maximum: 4"));
  const refused = await daybook("--home", home, "contract", "diff", old, strictest, "--replay");
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("would reject 2 of 2 files") });
  expect(await daybookJson("--home", home, "sql", "select count(*) as n from clean.lines")).toEqual([
    { n: 150 },
  ]);
});
