import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openHome } from "../../../infra/laptop/home.ts";
import { contractText } from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-growth-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const columns = {
  invoice_no: { required: true },
  sold_on: { type: "DATE", required: true },
  price: "NUMERIC",
};
const contracts = join(folder, "contracts");
cpSync(new URL("../../../shared/contracts", import.meta.url), contracts, {
  recursive: true,
  filter: (path) => !path.endsWith(".ts"),
});

const withContract = (given: Parameters<typeof contractText>[0], version: string) => {
  const text = contractText(given, { businessDate: "sold_on" }, { version });
  writeFileSync(join(contracts, "sales.yaml"), stringify(parse(text)));
};

/** The same folder, opened by a new process that reads the contracts as they are now. */
const reopened = async <Result>(
  work: (home: Awaited<ReturnType<typeof openHome>>) => Promise<Result>,
): Promise<Result> => {
  const env = readEnv({ DAYBOOK_HOME: join(folder, "home"), DAYBOOK_CONTRACTS: contracts });
  const home = await openHome(env, silentLog, { coalesce: { quietMs: 5, maxMs: 10_000 } });
  try {
    return await work(home);
  } finally {
    await home.close();
  }
};

describe("case 47: a contract that gains a column", () => {
  it("gives the table the column, and fills it from the files that had it all along", async () => {
    expect(readdirSync(contracts)).toContain("transactions.yaml");
    withContract(columns, "1.0.0");
    await reopened(async ({ platform, stages, settle }) => {
      for (const [name, text] of [
        ["sales/2024-10-06 a.csv", "invoice_no,sold_on,price,colour\nA1,2024-10-06,1.5,red\n"],
        ["sales/2024-10-06 b.csv", "invoice_no,sold_on,price\nA2,2024-10-06,2.5\n"],
      ] as const) {
        const { generation } = await platform.landing.write(name, text);
        await stages.ingest.run({ bucket: "landing", name, generation });
      }
      await settle();
      expect(await platform.warehouse.query("select invoice_no, _rescued from raw.sales order by 1")).toEqual(
        [
          { invoice_no: "A1", _rescued: '{"colour":"red"}' },
          { invoice_no: "A2", _rescued: null },
        ],
      );
    });

    withContract({ ...columns, colour: "STRING" }, "1.1.0");
    await reopened(async ({ platform, stages, settle }) => {
      expect(await platform.warehouse.query("select invoice_no, colour from raw.sales order by 1")).toEqual([
        { invoice_no: "A1", colour: null },
        { invoice_no: "A2", colour: null },
      ]);
      await stages.sweep.run();
      await settle();
      expect(
        await platform.warehouse.query("select invoice_no, colour, _rescued from raw.sales order by 1"),
      ).toEqual([
        { invoice_no: "A1", colour: "red", _rescued: null },
        { invoice_no: "A2", colour: null, _rescued: null },
      ]);
      expect(await stages.sweep.run()).toEqual({ objects: 2, ingested: 0 });
    });
  });
});
