import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Row } from "../../../shared/ports.ts";
import { openTemporaryHome, type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { kpiText } from "../../shared/kpis/kpi-text.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const folderWith = (kpis: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-kpis-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(kpis)) writeFileSync(join(folder, `${name}.yaml`), text);
  return folder;
};

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id,country";
interface Sale {
  readonly day: string;
  readonly customer?: string;
  readonly country?: string;
  readonly quantity?: number;
}

let invoices = 0;
/** One file per day; each sale is an order of 10.00. */
const sell = async (home: TemporaryHome, ...sales: readonly Sale[]): Promise<void> => {
  for (const [day, own] of Map.groupBy(sales, (sale) => sale.day)) {
    const lines = own.map(
      ({ customer = "", country = "GB", quantity = 1 }) =>
        `A${++invoices},P1,${quantity},${day}T10:00:00,10.00,${customer},${country}`,
    );
    await home.dropText(`transactions/${day}.csv`, `${[header, ...lines].join("\n")}\n`);
  }
  await home.settle();
};

const valuesOf = async (
  home: TemporaryHome,
  kpi: string,
  cadence = "daily",
): Promise<Record<string, Row[string]>> => {
  const rows = await home.rows(
    `select period, value from metrics.kpi_values where kpi = '${kpi}' and cadence = '${cadence}' and dimension = 'all' order by period`,
  );
  return Object.fromEntries(rows.map((row) => [String(row["period"]), row["value"] ?? null]));
};

const statesOf = async (home: TemporaryHome, cadence: string): Promise<Record<string, Row[string]>> => {
  const rows = await home.rows(
    `select period, state from metrics.kpi_values where kpi = 'order_count' and cadence = '${cadence}' and dimension = 'all' order by period`,
  );
  return Object.fromEntries(rows.map((row) => [String(row["period"]), row["state"] ?? null]));
};

describe("a changed day", () => {
  it("moves a customer's first order, and with it the new customers of both days", async () => {
    const home = await temporaryHome();
    await sell(home, { day: "2024-03-04", customer: "K1" }, { day: "2024-03-20", customer: "K2" });
    expect(await valuesOf(home, "new_customers")).toMatchObject({ "2024-03-04": 1, "2024-03-20": 1 });
    // K2 also bought before, in a file that comes late.
    await sell(home, { day: "2024-02-28", customer: "K2" });
    expect(await valuesOf(home, "new_customers")).toMatchObject({
      "2024-02-28": 1,
      "2024-03-04": 1,
      "2024-03-20": 0,
    });
    expect(await valuesOf(home, "repeat_rate")).toMatchObject({ "2024-03-20": 1 });
    expect(await valuesOf(home, "new_customers", "monthly")).toEqual({ "2024-02-01": 1, "2024-03-01": 1 });
    // The late file is replaced by one in which K2 only returned something.
    await sell(home, { day: "2024-02-28", customer: "K2", quantity: -1 });
    expect(await valuesOf(home, "new_customers")).toMatchObject({
      "2024-02-28": 0,
      "2024-03-04": 1,
      "2024-03-20": 1,
    });
  });

  it("makes rows for the days between, with a reason, and fills them when their file comes", async () => {
    const home = await temporaryHome();
    await sell(home, { day: "2024-03-04" }, { day: "2024-03-11" }, { day: "2024-03-12" });
    expect(await statesOf(home, "daily")).toMatchObject({ "2024-03-05": "gap", "2024-03-09": "closed" });
    expect(await valuesOf(home, "order_count")).toMatchObject({ "2024-03-05": null, "2024-03-12": 1 });
    await sell(home, { day: "2024-03-05" });
    expect(await statesOf(home, "daily")).toMatchObject({ "2024-03-05": "complete", "2024-03-09": "closed" });
  });

  it("marks the newest week and month as unfinished until later ones begin", async () => {
    const home = await temporaryHome();
    await sell(home, { day: "2024-03-04" }, { day: "2024-03-28" });
    expect(await statesOf(home, "weekly")).toEqual({
      "2024-03-04": "complete",
      "2024-03-11": "gap",
      "2024-03-18": "gap",
      "2024-03-25": "unfinished",
    });
    expect(await statesOf(home, "monthly")).toEqual({ "2024-03-01": "unfinished" });
    await sell(home, { day: "2024-04-01" });
    expect(await statesOf(home, "weekly")).toMatchObject({
      "2024-03-25": "complete",
      "2024-04-01": "unfinished",
    });
    expect(await statesOf(home, "monthly")).toEqual({ "2024-03-01": "complete", "2024-04-01": "unfinished" });
  });

  it("brings a new country as a segment, and gives a ratio without volume null", async () => {
    const home = await temporaryHome();
    await sell(home, { day: "2024-03-04" }, { day: "2024-03-05", country: "DE", quantity: -1 });
    const [row] = await home.rows(
      "select value, numerator, denominator, state from metrics.kpi_values where kpi = 'revenue_per_order' and cadence = 'daily' and segment = 'DE'",
    );
    expect(row).toEqual({ value: null, numerator: "0", denominator: "0", state: "no_volume" });
    const whole = await home.rows(
      "select segment, value from metrics.kpi_values where kpi = 'total_revenue' and cadence = 'weekly' order by segment",
    );
    expect(whole).toEqual([
      { segment: "DE", value: -10 },
      { segment: "GB", value: 10 },
      { segment: "all", value: 0 },
    ]);
  });
});

describe("a definition", () => {
  it("that is added or changed is computed for all of history, and one that goes takes its rows along", async () => {
    const first = folderWith({ sold: kpiText({ cadence: "[daily]" }) });
    const home = await openTemporaryHome({ DAYBOOK_KPIS: first });
    await sell(home, { day: "2024-03-04" }, { day: "2024-03-05", quantity: 3 });
    expect(await valuesOf(home, "sold")).toEqual({ "2024-03-04": 10, "2024-03-05": 30 });
    writeFileSync(join(first, "sold.yaml"), kpiText({ formula: "sum(net) + sum(net)" }));
    writeFileSync(join(first, "orders.yaml"), kpiText({ name: "orders", unit: "count", formula: "count()" }));
    const environment = { DAYBOOK_KPIS: first, DAYBOOK_HOME: join(home.folder, "home") };
    await home.close();

    const again = await openTemporaryHome(environment);
    await again.recover();
    await again.settle();
    expect(await valuesOf(again, "sold")).toEqual({ "2024-03-04": 20, "2024-03-05": 60 });
    expect(await valuesOf(again, "orders")).toEqual({ "2024-03-04": 1, "2024-03-05": 1 });
    rmSync(join(first, "orders.yaml"));
    await again.close();

    const last = await openTemporaryHome(environment);
    await last.recover();
    await last.settle();
    expect(await valuesOf(last, "orders")).toEqual({});
    expect(await valuesOf(last, "sold")).toEqual({ "2024-03-04": 20, "2024-03-05": 60 });
    await last.discard();
    rmSync(home.folder, { recursive: true, force: true });
    rmSync(again.folder, { recursive: true, force: true });
  });

  it("of raw rows counts what cleaning leaves out", async () => {
    const home = await temporaryHome({
      DAYBOOK_KPIS: folderWith({
        rows: kpiText({ name: "rows", unit: "count", from: "raw.transactions", formula: "count()" }),
        first: kpiText({
          name: "first",
          unit: "count",
          additive: "false",
          from: "raw.transactions",
          formula: "count_distinct(customer_id where first_order_day >= period)",
        }),
      }),
    });
    const line = "A1,P1,1,2024-03-04T10:00:00,10.00,K1,GB";
    await home.dropText("transactions/2024-03-04.csv", `${[header, line, line].join("\n")}\n`);
    await home.settle();
    expect(await valuesOf(home, "rows")).toEqual({ "2024-03-04": 2 });
    await sell(home, { day: "2024-03-01", customer: "K1" });
    expect(await valuesOf(home, "rows")).toMatchObject({ "2024-03-01": 1, "2024-03-04": 2 });
    expect(await valuesOf(home, "first")).toMatchObject({ "2024-03-01": 1, "2024-03-04": 0 });
  });
});
