import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../infra/cli/laptop-process.ts";
import type { Measured } from "./child.ts";

// Benches run by hand only. Here they run on next to nothing, so that one that no longer starts is found at once.
const run = async (script: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join("test/bench", script), ...args]);
  return stdout;
};

const total = (output: string) => (JSON.parse(output.trim().split("\n").at(-1) ?? "") as Measured).note;

it("Daybook and its peer come to the same total, which is not nothing", async () => {
  const folder = temporaryFolder();
  const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
  for (const day of ["01", "02"])
    writeFileSync(
      join(folder, `2024-10-${day}.csv`),
      `${header}\n5${day},A,CUP,3,2024-10-${day} 09:00:00,1.25,17850.0,United Kingdom\n`,
    );
  expect(Number(total(await run("run-bare.ts", folder)))).toBe(7.5);
  expect(Number(total(await run("run-daybook.ts", folder)))).toBe(7.5);
});

it("the load test gets answers from a predict process of its own", async () => {
  // It ends with 1 where a figure is over its bar, which says nothing on a machine that does other things.
  const printed = await run("load.ts", "200", "200").catch((error: { stdout: string }) => error.stdout);
  expect(printed).toMatch(/ok {3}not answered with 200 +0 /);
});
