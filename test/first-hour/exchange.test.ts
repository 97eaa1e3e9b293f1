import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportContract } from "../../functions/operations/contract/odcs-export.ts";
import { importContracts } from "../../functions/operations/contract/odcs-import.ts";
import { parseContract } from "../../shared/contracts/load-feeds.ts";
import { daybook, daybookJson, put, temporaryFolder } from "../infra/cli/laptop-process.ts";

// The standard's own schema, as the package open-data-contract-standard 3.1.2 has it (MIT licence).
const schema = JSON.parse(readFileSync(join(import.meta.dirname, "odcs-3.1.schema.json"), "utf8")) as object;
const fitsStandard = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

describe("a contract goes to other tools and comes back", () => {
  it.each(globSync("shared/contracts/*.yaml").map((file) => [basename(file, ".yaml"), file]))(
    "%s",
    (feed, file) => {
      const text = readFileSync(file, "utf8");
      const exported = exportContract(text, `${feed}.yaml`);
      expect(fitsStandard(parse(exported)), JSON.stringify(fitsStandard.errors?.slice(0, 3))).toBe(true);
      const [imported] = importContracts(exported);
      expect(imported?.notes).toEqual([]);
      expect(parseContract(imported?.yaml ?? "", file).digest).toBe(parseContract(text, file).digest);
    },
  );
});

const foreign = `
apiVersion: v3.0.2
kind: DataContract
id: urn:orders
name: Orders of the shop
version: "2"
status: active
schema:
  - name: deliveries
    physicalType: table
    properties:
      - { name: Delivery No, logicalType: string, physicalType: varchar(20), primaryKey: true }
      - { name: weight, logicalType: number, logicalTypeOptions: { minimum: 0 } }
      - { name: arrived, logicalType: date, required: true }
      - { name: e_mail, physicalType: text, classification: restricted }
      - { name: parcels, logicalType: array }
    quality:
      - { type: library, metric: rowCount, mustBeGreaterThan: 5 }
      - { type: sql, query: "select 1", mustBe: 1 }
    customProperties: [{ property: owner, value: us }]
`;

describe("daybook contract import", () => {
  it("makes a feed of another tool's contract, and says what it left out and took for granted", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "contracts");
    const { code, stderr } = await daybook(
      "contract",
      "import",
      put(folder, "a.yaml", foreign),
      "--out",
      out,
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("column parcels is left out: a cell of a file holds no array");
    expect(stderr).toContain('deliveries: paths is taken as ["deliveries/{date}*.csv","deliveries.csv"]');
    expect(stderr).toContain("this check cannot be stated here and is left out");
    const feeds = (await daybookJson("--contracts", out, "feeds")) as { columns: object[] }[];
    expect(feeds[0]).toMatchObject({ name: "deliveries", loadMode: "daily" });
    expect(feeds[0]?.columns).toMatchObject([
      { name: "Delivery_No", type: "STRING", required: true, aliases: ["Delivery No"] },
      { name: "weight", type: "NUMERIC", checks: [{ arguments: { minimum: 0 } }] },
      { name: "arrived", type: "DATE", required: true },
      { name: "e_mail", pii: true },
    ]);
  });

  it("refuses what is no data contract", async () => {
    const { code, stderr } = await daybook("contract", "import", put(temporaryFolder(), "a.yaml", "a: 1\n"));
    expect(code).toBe(1);
    expect(stderr).toContain('it lacks "kind: DataContract"');
  });
});
