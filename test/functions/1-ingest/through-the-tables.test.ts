import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import type { Log } from "../../../shared/platform.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { land, sales } from "./landing.ts";

const name = "transactions/2024-10-06.csv";
const row = (invoice: string, price: string, currency: string, customer = "C1") =>
  `${invoice},P1,1,2024-10-06T10:00:00,${price},${currency},${customer}`;

describe("case 56: money in several currencies", () => {
  it("is summed in the base currency alone, exactly, and waits where no rate is known", async () => {
    const home = await temporaryHome();
    await land(
      home,
      "fx_rates/2024-10-01.csv",
      "date,currency,rate\n2024-10-01,EUR,0.5\n2024-10-01,JPY,0.01\n",
    );
    const many = Array.from({ length: 40 }, (_, index) => row(`G${index}`, "1", "GBP"));
    const file = sales(
      ...many,
      row("A1", "0.1", "GBP"),
      row("A2", "0.2", "GBP"),
      row("A3", "10", "EUR"),
      row("A4", "100", "JPY"),
      row("A5", "100.5", "JPY"),
      row("A6", "7", "USD"),
      row("A7", "7", "XXX"),
    );
    expect(await land(home, name, file)).toMatchObject({ state: "ACCEPTED", rows: 45, rejected: 2 });
    await home.settle();
    const held = await home.rows(
      "select rule, column_name, value, stage from clean.quarantine order by rule",
    );
    expect(held).toEqual([
      { rule: "currency", column_name: "currency", value: "XXX", stage: "ingest" },
      { rule: "fx_missing", column_name: "currency", value: "USD", stage: "clean" },
      { rule: "whole_units", column_name: "unit_price", value: "100.5", stage: "ingest" },
    ]);
    // 40 + 0.1 + 0.2 pounds, 10 euros at 0.5, 100 yen at 0.01.
    expect(await home.rows("select sum(net) as net from clean.lines")).toEqual([{ net: "46.3" }]);
    const days = await home.rows("select net from metrics.daily_sales where dimension = 'company'");
    expect(days).toEqual([{ net: "46.3" }]);
  });
});

describe("what ingest writes down of a file", () => {
  const bad = sales(
    ...Array.from({ length: 38 }, (_, index) => row(`A${index}`, "1", "GBP")),
    row("B1", "one", "GBP", "SECRET-1"),
    "B2,P1",
  );

  it("adds up, in the ledger and in the report, and its rejects reach the quarantine masked", async () => {
    const home = await temporaryHome();
    expect(await land(home, name, bad)).toMatchObject({ state: "ACCEPTED", rows: 38, rejected: 2 });
    const [stored] = (await home.platform.staging.list("transactions/")).filter((object) =>
      object.name.endsWith("report.json"),
    );
    const report = JSON.parse(await text(home.platform.staging.read(stored?.name ?? "")));
    expect(report).toMatchObject({ rowsIn: 40, rowsKept: 38, rowsQuarantined: 2 });
    expect(report.reasons).toEqual({ "unit_price: not_a_number": 1, field_count: 1 });
    await home.settle();
    const held = await home.rows(
      "select _object, _generation, _row, column_name, value, rule, record from clean.quarantine order by _row",
    );
    expect(held).toMatchObject([
      { _object: name, _row: 40, column_name: "unit_price", value: "one", rule: "not_a_number" },
      { _object: name, _row: 41, column_name: null, value: "2", rule: "field_count" },
    ]);
    expect(JSON.stringify(held)).not.toContain("SECRET");
    expect(held.every((reject) => Number(reject["_generation"]) > 0)).toBe(true);
  });

  it("says in the log that columns are new, and that a file was rejected, without its data", async () => {
    const home = await temporaryHome();
    const lines: unknown[] = [];
    const note = (_: string, fields: Record<string, unknown> = {}) => void lines.push(fields);
    const log: Log = { info: () => {}, warn: note, error: note };
    const run = async (body: string) => {
      const { generation } = await home.platform.landing.write(name, body);
      return ingest({ ...home.platform, log })({ bucket: "landing", name, generation });
    };
    await run(
      sales(row("A1", "1", "GBP"))
        .replace("customer_id", "customer_id,gift")
        .replace("C1\n", "C1,yes\n"),
    );
    expect(lines).toMatchObject([{ counter: "schema_drift", object: name, columns: ["gift"] }]);
    expect(await run(sales("SECRET-1,P1"))).toMatchObject({ state: "REJECTED" });
    expect(lines[1]).toMatchObject({ counter: "file_rejected", object: name });
    expect(JSON.stringify(lines)).not.toContain("SECRET");
  });
});

const text = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString("utf8");
};
