import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { daybook, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

it("status, sql, quarantine and drop answer while another process has the tables open", async () => {
  const home = join(temporaryFolder(), "home");
  const folder = temporaryFolder();
  const file = put(folder, "transactions/2024-05-01.csv", salesFile("2024-05-01", 3));
  await daybook("--home", home, "run", folder);
  const other = await DuckDBInstance.create(join(home, "warehouse.duckdb"));

  const status = await daybook("--home", home, "status");
  expect(status.code, status.stderr).toBe(0);
  expect(status.stdout).toContain("transactions");
  expect(status.stderr).toContain(`another process (${process.pid}) is working on`);
  for (const command of [
    ["sql", "select 1"],
    ["quarantine", "list"],
    ["drop", file],
  ]) {
    const { code, stderr } = await daybook("--home", home, ...command);
    expect(code).toBe(1);
    expect(stderr).toContain(`another process (${process.pid}) is working on`);
    expect(stderr).not.toContain("IO Error");
  }

  other.closeSync();
  const { stdout } = await daybook("--home", home, "sql", "--csv", "select count(*) from clean.lines");
  expect(stdout).toBe("count(*)\r\n3\r\n");
});
