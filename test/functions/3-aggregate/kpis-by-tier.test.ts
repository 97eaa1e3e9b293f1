import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reassignTiers } from "../../../functions/operations/tiers/reassign.ts";
import { definitionsFeed } from "../../../shared/kpis/definitions.ts";
import { parseTierRules } from "../../../shared/tiers/tier-rules.ts";
import { Token } from "../../../shared/work/dirty-set.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { kpiText } from "../../shared/kpis/kpi-text.ts";

const rules = (silver: number) =>
  parseTierRules(
    `name: short
kind: thresholds
windowDays: 30
graceDays: 10
tiers:
  - { name: Bronze }
  - { name: Silver, net: ${silver} }
`,
    "short.yaml",
  );

/** day, customer (empty for a guest), net; a negative amount is a return */
type Sale = readonly [string, string, number];

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\n";

const drop = async (home: TemporaryHome, ...sales: readonly Sale[]): Promise<void> => {
  for (const [day, own] of Map.groupBy(sales, ([each]) => each)) {
    const lines = own.map(
      ([, customer, net], row) =>
        `${day}-${row},P${row},${Math.sign(net)},${day}T10:00:00,${Math.abs(net)},${customer}\n`,
    );
    await home.dropText(`transactions/${day}.csv`, header + lines.join(""));
  }
  await home.settle();
};

const homeWith = async (...sales: readonly Sale[]): Promise<TemporaryHome> => {
  const home = await temporaryHome();
  await reassignTiers({ platform: home.platform, settle: home.settle }, rules(100));
  await drop(home, ...sales);
  return home;
};

const byTier = async (home: TemporaryHome, kpi = "total_revenue", cadence = "daily") =>
  (
    await home.rows(
      `select period, segment, value from metrics.kpi_values where kpi = '${kpi}' and cadence = '${cadence}' and dimension = 'tier' order by period, segment`,
    )
  ).map(({ period, segment, value }) => `${period} ${segment} ${value}`);

describe("a KPI by tier", { timeout: 120_000 }, () => {
  it("counts each line under the tier that its customer was in on that day, and guests under none", async () => {
    const home = await homeWith(["2024-02-05", "A", 60], ["2024-02-06", "A", 40], ["2024-02-06", "", 7]);
    await drop(home, ["2024-02-07", "A", 5], ["2024-02-07", "B", 1]);
    expect(await byTier(home)).toEqual([
      "2024-02-05 Bronze 60",
      // The hundredth pound is spent on this day, and the better tier counts at once.
      "2024-02-06 Silver 40",
      "2024-02-06 none 7",
      "2024-02-07 Bronze 1",
      "2024-02-07 Silver 5",
    ]);
    expect(await byTier(home, "active_customers", "weekly")).toEqual([
      "2024-02-05 Bronze 2",
      "2024-02-05 Silver 1",
      "2024-02-05 none 0",
    ]);
  });

  it("moves later days to another segment when a late file lifts a customer, and back when it is mended", async () => {
    const days: readonly Sale[] = [
      ["2024-02-05", "A", 60],
      ["2024-02-05", "B", 1],
      ["2024-02-12", "B", 1],
      ["2024-03-12", "A", 5],
      ["2024-03-12", "B", 1],
    ];
    const home = await homeWith(...days);
    const before = await byTier(home);
    expect(before).toContain("2024-02-05 Bronze 61");
    await drop(home, ["2024-02-02", "A", 40]);
    expect(await byTier(home)).toEqual([
      "2024-02-02 Bronze 40",
      "2024-02-05 Bronze 1",
      "2024-02-05 Silver 60",
      "2024-02-12 Bronze 1",
      "2024-03-12 Bronze 1",
      // Kept by the review of 1 March: the last day at Silver is within the ten days of grace.
      "2024-03-12 Silver 5",
    ]);
    await drop(home, ["2024-02-02", "A", 39.99]);
    expect(await byTier(home)).toEqual(["2024-02-02 Bronze 39.99", ...before]);
  });

  it("hands on exactly the periods that a late file or other rules move", async () => {
    const home = await homeWith(["2024-01-08", "B", 1], ["2024-02-05", "A", 60], ["2024-02-19", "B", 1]);
    const told = await periodsTold(home, () => drop(home, ["2024-01-29", "A", 40]));
    // The day of the file, the day on which A is Silver now, and the weeks and months of both.
    expect(told).toEqual(["2024-01-01", "2024-01-29", "2024-02-01", "2024-02-05"]);
    const { platform, settle } = home;
    const byRules = await periodsTold(home, () => reassignTiers({ platform, settle }, rules(500)));
    expect(byRules).toEqual(["2024-02-01", "2024-02-05"]);
    expect(await byTier(home)).toContain("2024-02-05 Bronze 60");
  });

  it("may stand in a formula", async () => {
    const folder = mkdtempSync(join(tmpdir(), "daybook-kpis-"));
    writeFileSync(
      join(folder, "sold.yaml"),
      kpiText({ formula: JSON.stringify("sum(net where tier = 'Silver')"), cadence: "[monthly]" }),
    );
    const home = await temporaryHome({ DAYBOOK_KPIS: folder });
    await reassignTiers({ platform: home.platform, settle: home.settle }, rules(100));
    await drop(home, ["2024-02-05", "A", 60], ["2024-02-06", "A", 40], ["2024-02-06", "B", 7]);
    const [row] = await home.rows("select value from metrics.kpi_values where dimension = 'all'");
    expect(row).toEqual({ value: 40 });
  });
});

/** The first days of the periods that aggregate tells analyze of while something happens, beside the days of files. */
const periodsTold = async (home: TemporaryHome, act: () => Promise<unknown>): Promise<readonly string[]> => {
  const { state } = home.platform;
  const told: string[] = [];
  const write = state.write.bind(state);
  state.write = async (name, body, options) => {
    if (name.startsWith("dirty/v1/analyze/")) {
      const { feed, days } = Token.parse(JSON.parse(String(body)));
      if (feed === definitionsFeed) told.push(...days);
    }
    return write(name, body, options);
  };
  await act();
  state.write = write;
  return [...new Set(told)].sort();
};
