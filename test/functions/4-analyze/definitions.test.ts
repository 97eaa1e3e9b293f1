import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { definitionsChanged } from "../../../functions/4-analyze/definitions.ts";
import { actsIn } from "../../../shared/insights/acts.ts";
import type { Platform } from "../../../shared/platform.ts";
import { parkedIn } from "../../../shared/work/parked.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { kpiText } from "../../shared/kpis/kpi-text.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id,country,currency";

const limit = { formula: "sum(net)", thresholds: "[{ is: below, value: 0, unit: money }]" };

let kpis: string;
let homes: OpenedHome[];
beforeEach(() => {
  kpis = mkdtempSync(join(tmpdir(), "daybook-kpis-"));
  homes = [];
});
afterEach(async () => {
  for (const home of homes.reverse()) await home.discard();
  rmSync(kpis, { recursive: true });
});

const define = (name: string, lines: Readonly<Record<string, string>>): void =>
  writeFileSync(join(kpis, `${name}.yaml`), kpiText({ name, ...lines }));

/** Opens the home, or opens it again with the definitions that there are now. */
const open = async (before?: OpenedHome): Promise<OpenedHome> => {
  await before?.close();
  const home = await openTemporaryHome({
    DAYBOOK_KPIS: kpis,
    ...(before && { DAYBOOK_HOME: join(homes[0]?.folder ?? "", "home") }),
  });
  homes.push(home);
  if (before) await home.recover();
  await home.settle();
  return home;
};

const drop = async (home: OpenedHome, day: string, quantity: number, currency = "GBP"): Promise<void> => {
  const line = `A${day},P1,${quantity},${day}T10:00:00,10.00,K1,GB,${currency}`;
  await home.dropText(`transactions/${day}.csv`, `${header}\n${line}\n`);
};

const findings = (home: OpenedHome) =>
  home.rows("select kpi, cadence, period, state from insights.findings order by kpi, cadence, period");

const valuesOf = async (home: OpenedHome, kpi: string): Promise<Record<string, unknown>> => {
  const rows = await home.rows(
    `select period, value from metrics.kpi_values where kpi = '${kpi}' and cadence = 'daily' and dimension = 'all' order by period`,
  );
  return Object.fromEntries(rows.map(({ period, value }) => [String(period), value]));
};

const parked = async ({ state }: Pick<Platform, "state">) =>
  (await parkedIn(state).list()).map(({ kind, of, reason }) => ({ kind, of, reason }));

describe("findings of a KPI", () => {
  it("that is renamed are withdrawn, and found again under its new name", async () => {
    define("sold", limit);
    let home = await open();
    await drop(home, "2024-03-04", -1);
    await home.settle();
    expect(await findings(home)).toMatchObject([{ kpi: "sold", period: "2024-03-04", state: "open" }]);

    rmSync(join(kpis, "sold.yaml"));
    define("net_sold", limit);
    home = await open(home);
    expect(await findings(home)).toMatchObject([
      { kpi: "net_sold", state: "open" },
      { kpi: "sold", state: "withdrawn" },
    ]);
    const explained = await home.rows("select distinct kpi from insights.explanations");
    expect(explained).toEqual([{ kpi: "net_sold" }]);
  });

  it("that is deleted are withdrawn, and open again if it comes back", async () => {
    define("sold", limit);
    define("orders", { unit: "count", formula: "count()" });
    let home = await open();
    await drop(home, "2024-03-04", -1);
    await home.settle();
    const [found] = await findings(home);
    rmSync(join(kpis, "sold.yaml"));
    home = await open(home);
    expect(await findings(home)).toEqual([{ ...found, state: "withdrawn" }]);
    define("sold", limit);
    home = await open(home);
    expect(await findings(home)).toEqual([found]);
  });

  it("that is judged at other cadences, or not at all any more, are withdrawn", async () => {
    define("sold", { ...limit, cadence: "[daily, weekly]" });
    let home = await open();
    await drop(home, "2024-03-04", -1);
    await drop(home, "2024-03-11", 2);
    await home.settle();
    const states = async () => (await findings(home)).map(({ cadence, state }) => `${cadence} ${state}`);
    expect(await states()).toEqual(["daily open", "weekly open"]);
    define("sold", { ...limit, cadence: "[daily]" });
    home = await open(home);
    expect(await states()).toEqual(["daily open", "weekly withdrawn"]);
    define("sold", { ...limit, detection: "none" });
    home = await open(home);
    expect(await states()).toEqual(["daily withdrawn", "weekly withdrawn"]);
  });
});

describe("a KPI that fails at run time", () => {
  /** Ten to the power of 37 for a large order: more than a NUMERIC holds. */
  const bursts = {
    formula: "sum(net * 999999999999999999 * 999999999999999999 where quantity > 100) + sum(net)",
    thresholds: "[{ is: below, value: 0, unit: money }]",
  };

  it("is set aside with its reason while all others go on, and comes back with a corrected file", async () => {
    define("bursts", bursts);
    define("sold", limit);
    const home = await open();
    await drop(home, "2024-03-04", -1);
    await home.settle();
    expect(await valuesOf(home, "bursts")).toEqual({ "2024-03-04": -10 });
    expect(await parked(home.platform)).toEqual([]);

    await drop(home, "2024-03-05", 200);
    await home.settle();
    expect(await valuesOf(home, "sold")).toEqual({ "2024-03-04": -10, "2024-03-05": 2000 });
    expect(await valuesOf(home, "bursts")).toEqual({});
    expect(await parked(home.platform)).toEqual([
      { kind: "kpi", of: "bursts", reason: expect.stringMatching(/out of range|overflow/i) },
    ]);
    // What it had found stood on values that are gone.
    expect(await findings(home)).toMatchObject([
      { kpi: "bursts", state: "withdrawn" },
      { kpi: "sold", state: "open" },
    ]);
    // Days go on while it is set aside.
    await drop(home, "2024-03-06", 3);
    await home.settle();
    expect(await valuesOf(home, "sold")).toMatchObject({ "2024-03-06": 30 });

    await drop(home, "2024-03-05", 2);
    await home.settle();
    expect(await valuesOf(home, "bursts")).toEqual({ "2024-03-04": -10, "2024-03-05": 20, "2024-03-06": 30 });
    expect(await parked(home.platform)).toEqual([]);
    // Both fell for the same reason: that is one story, and money leads by name.
    expect(await findings(home)).toMatchObject([
      { kpi: "bursts", state: "open" },
      { kpi: "sold", state: "withdrawn" },
    ]);
  });

  it("only where its causes are computed is told without them", async () => {
    // 5e28 fits a NUMERIC; seven times of it, by which the causes are ranked, does not.
    define("huge", {
      formula: "sum(net * 999999999999999999 * 25000000)",
      thresholds: "[{ is: above, value: 20000000000000000000000000000, unit: money }]",
    });
    const home = await open();
    const mondays = ["01-01", "01-08", "01-15", "01-22", "01-29", "02-05", "02-12", "02-19"].map(
      (day) => `2024-${day}`,
    );
    for (const day of mondays) await drop(home, day, day === mondays.at(-1) ? 200 : 1);
    await home.settle();
    const found = await findings(home);
    expect(found).toMatchObject([{ kpi: "huge", period: mondays.at(-1), state: "open" }]);
    const told = await home.rows("select kpi, verdict from insights.explanations");
    expect(told).toEqual([{ kpi: "huge", verdict: "not_divisible" }]);
    expect(await parked(home.platform)).toEqual([]);
  });

  it("comes back with another definition, and is forgotten when it is deleted", async () => {
    define("bursts", bursts);
    define("sold", limit);
    let home = await open();
    await drop(home, "2024-03-05", 200);
    await home.settle();
    expect(await parked(home.platform)).toMatchObject([{ of: "bursts" }]);
    // A sweep does not try again what can only fail again.
    await home.recover();
    await home.settle();
    expect(await parked(home.platform)).toMatchObject([{ of: "bursts" }]);

    define("bursts", limit);
    home = await open(home);
    expect(await valuesOf(home, "bursts")).toEqual({ "2024-03-05": 2000 });
    expect(await parked(home.platform)).toEqual([]);

    define("bursts", bursts);
    home = await open(home);
    expect(await parked(home.platform)).toMatchObject([{ of: "bursts" }]);
    rmSync(join(kpis, "bursts.yaml"));
    home = await open(home);
    expect(await parked(home.platform)).toEqual([]);
    expect(await valuesOf(home, "sold")).toEqual({ "2024-03-05": 2000 });
  });
});

it("what people expected is judged with: a new event, and one that is taken back, judge everything again", async () => {
  define("sold", limit);
  const { platform } = await open();
  const isChanged = async () => {
    const { changed, remember } = await definitionsChanged(platform);
    await remember();
    return changed;
  };
  await isChanged();
  expect(await isChanged()).toBe(false);
  const acts = actsIn(platform.state);
  const sale = {
    ...{ finding: "f1", at: "2024-03-01T00:00:00Z", kpi: "sold", dimension: "all", segment: "all" },
    ...{ from: "2024-02-01", until: "2024-02-09" },
  };
  await acts.record({ ...sale, kind: "muted" });
  expect(await isChanged()).toBe(false);
  await acts.record({ ...sale, kind: "expected" });
  expect([await isChanged(), await isChanged()]).toEqual([true, false]);
  await acts.remove("f1");
  expect([await isChanged(), await isChanged()]).toEqual([true, false]);
});
