import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseContract } from "../../shared/contracts/load-feeds.ts";
import { contractText } from "../functions/1-ingest/contract.ts";
import { daybook, daybookJson, put, temporaryFolder } from "../infra/cli/laptop-process.ts";

const built = readFileSync("shared/contracts/transactions.yaml", "utf8");
const line = "A1,X,2,2024-05-01 10:00:00,1.50\n";
const file = `invoice_no,stock_code,quantity,invoice_date,unit_price\n${line}A1,Y,1,2024-05-01 10:00:00,3.00\n${line}`;

/** Loads a receipt with the same line twice into a home whose contract says what becomes of it. */
const loaded = async (duplicates: string | undefined) => {
  const [folder, contracts, home] = [temporaryFolder(), temporaryFolder(), join(temporaryFolder(), "home")];
  const said = duplicates === undefined ? "" : `  - { property: duplicates, value: ${duplicates} }\n`;
  put(
    contracts,
    "transactions.yaml",
    built.replace("customProperties:\n  - property: paths", `customProperties:\n${said}  - property: paths`),
  );
  put(folder, "transactions/2024-05-01.csv", file);
  const run = await daybook("--home", home, "--contracts", contracts, "run", folder);
  const ask = (sql: string) => daybookJson("--home", home, "sql", sql);
  return { ...run, ask };
};

it.each([undefined, "quarantine"])(
  "duplicates: %s keeps the first of two equal lines, and says how to keep both",
  async (setting) => {
    const { code, ask } = await loaded(setting);
    expect(code).toBe(0);
    expect(await ask("select count(*) as lines from clean.lines")).toEqual([{ lines: 2 }]);
    expect(await ask("select rule, message from clean.quarantine")).toEqual([
      {
        rule: "duplicate",
        message: expect.stringContaining("duplicates: keep in the contract would keep both"),
      },
    ]);
  },
);

it("duplicates: keep takes both for sales", async () => {
  const { code, stdout, ask } = await loaded("keep");
  expect(code, stdout).toBe(0);
  expect(await ask("select count(*) as lines, cast(sum(net) as string) as net from clean.lines")).toEqual([
    { lines: 3, net: "9" },
  ]);
});

it("duplicates: reject refuses the file, and says why", async () => {
  const { code, stdout } = await loaded("reject");
  expect(code).toBe(1);
  expect(stdout).toContain(
    "1 of 3 rows have the invoice_no, stock_code, quantity, invoice_date, unit_price, discount of an earlier row (duplicates: reject in the contract",
  );
});

it("another feed is told to name its key instead", () => {
  const text = contractText({ id: { required: true } }, { duplicates: "keep" });
  expect(() => parseContract(text, "a.yaml")).toThrow(
    "name the key of another feed with a duplicateValues check",
  );
});
