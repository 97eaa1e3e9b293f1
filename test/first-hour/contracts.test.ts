import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diffContracts } from "../../functions/operations/contract/diff-contracts.ts";
import { parseContract } from "../../shared/contracts/load-feeds.ts";
import { contract, contractText } from "../functions/1-ingest/contract.ts";
import { daybook, daybookJson, put, temporaryFolder } from "../infra/cli/laptop-process.ts";

const line = (quantity: string) => `A1,X,${quantity},2024-10-06 10:00:00,1.5\n`;
const header = "invoice_no,stock_code,quantity,invoice_date,unit_price\n";

describe("daybook contract check", () => {
  it("names every bad row of a file with its line, column and value, and loads nothing", async () => {
    const folder = temporaryFolder();
    const good = Array.from({ length: 30 }, () => line("2")).join("");
    const file = put(folder, "2024-10-06.csv", `${header}${good}${line("two")}`);
    const answer = await daybookJson("--home", join(folder, "home"), "contract", "check", file);
    expect(answer).toMatchObject({
      feed: "transactions",
      passes: true,
      rows: { in: 31, kept: 30, quarantined: 1 },
      bad: [{ line: 32, column: "quantity", value: "two" }],
    });
  });

  it("exits with 1 and says why when the file would be rejected", async () => {
    const file = put(temporaryFolder(), "2024-10-06.csv", `${header}${line("1")}${line("two")}`);
    const { code, stdout } = await daybook("contract", "check", file);
    expect(code).toBe(1);
    expect(stdout).toContain("would be REJECTED as transactions: 1 of 2 rows are bad");
  });

  it("asks for the feed when no path fits", async () => {
    const file = put(temporaryFolder(), "today.txt", header);
    const { code, stderr } = await daybook("contract", "check", file);
    expect(code).toBe(2);
    expect(stderr).toContain("no feed has a path that fits");
  });
});

describe("a file with a foreign header", () => {
  it("is told how it was split, what it lacks, and which aliases would mend it", async () => {
    const head = "Belegnummer;Artikelnr;Menge;Datum;Einzelpreis\n";
    const file = put(temporaryFolder(), "transactions/2024-10-06.csv", `${head}1;X;2;2024-10-06;1.50\n`);
    const { code, stdout } = await daybook("contract", "check", file, "--feed", "transactions");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "The file, split by semicolons, has: Belegnummer, Artikelnr, Menge, Datum, Einzelpreis.",
    );
    expect(stdout).toContain(
      '"Belegnummer" may be invoice_no: add it to the aliases of invoice_no in the contract.',
    );
    expect(stdout).toContain('"Datum" may be invoice_date');
  });

  it("is told which feed it fits better", async () => {
    const folder = temporaryFolder();
    put(folder, "transactions/2024-10-06.csv", "rate_date,currency,rate\n2024-10-06,EUR,0.85\n");
    const { code, stdout } = await daybook("--home", join(folder, "home"), "run", folder);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "It fits the feed fx_rates best (3 of 3 columns), whose files are named fx_rates/{date}",
    );
  });

  it("whose contract has an unknown key is told the keys that there are", async () => {
    const contracts = temporaryFolder();
    put(contracts, "sales.yaml", contractText({ id: { required: true } }, { skipLines: 3 }));
    const { code, stderr } = await daybook("--contracts", contracts, "feeds");
    expect(code).toBe(1);
    expect(stderr).toMatch(/"skipLines" is not known here; known are paths, .*skipRows/);
  });
});

describe("daybook contract infer --name", () => {
  it("drafts a feed with the files' own columns, types and personal data", async () => {
    const folder = temporaryFolder();
    const rows = Array.from(
      { length: 20 },
      (_, index) => `0${index};${index % 3},50;2024-01-0${1 + (index % 9)};a${index}@b.example\n`,
    );
    const file = put(
      folder,
      "deliveries_2024-01-01.csv",
      `Delivery No;Weight kg;Arrived;E-Mail\n${rows.join("")}`,
    );
    const out = join(folder, "contracts");
    const { code, stderr } = await daybook("contract", "infer", file, "--name", "deliveries", "--out", out);
    expect(code, stderr).toBe(0);
    const drafted = (await daybookJson("--contracts", out, "feeds")) as readonly {
      columns: readonly object[];
    }[];
    expect(drafted[0]).toMatchObject({ name: "deliveries", paths: ["deliveries_{date}.csv"] });
    expect(drafted[0]?.columns).toMatchObject([
      { name: "delivery_no", type: "STRING", required: true },
      { name: "weight_kg", type: "NUMERIC" },
      { name: "arrived", type: "DATE" },
      { name: "e_mail", type: "STRING", pii: true },
    ]);
    expect(stderr).toContain('"Delivery No" differs in every row: it may be a key');
  });

  it("asks instead of guessing when days and months cannot be told apart", async () => {
    const folder = join(temporaryFolder(), "export");
    mkdirSync(folder);
    const rows = Array.from({ length: 9 }, (_, index) => `R${index},K,1,2.50,03/0${1 + index}/24\n`).join("");
    writeFileSync(join(folder, "till.csv"), `receipt,item,qty,price,date\n${rows}`);
    const home = join(folder, "..", "home");
    const asked = await daybook("--home", home, "run", folder, "--infer");
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain("Say which with --dates dmy or --dates mdy");
    const told = await daybook("--home", home, "run", folder, "--infer", "--dates", "mdy");
    expect(told.code, told.stderr).toBe(0);
    const days = await daybookJson(
      "--home",
      home,
      "sql",
      "select distinct extract(month from business_date) as month from raw.transactions",
    );
    expect(days).toEqual([{ month: 3 }]);
  });
});

describe("what changes between two contracts", () => {
  const base = contract({ id: { required: true }, amount: "INT64", note: "STRING" });

  it("is graded: what breaks comes first", () => {
    const after = contract({ id: { required: true }, amount: "NUMERIC", place: { required: true } });
    expect(diffContracts(base, after).map(({ grade, what }) => `${grade}: ${what}`)).toEqual([
      "breaking: column note is gone: tables and reports that read it fail",
      "breaking: column place is new and required: files without it are rejected",
      "compatible: amount is NUMERIC, was INT64: nothing is lost",
    ]);
  });

  it("is nothing for the same contract", () => {
    const text = contractText({ id: { required: true } });
    expect(diffContracts(parseContract(text, "a.yaml"), parseContract(text, "b.yaml"))).toEqual([]);
  });
});
