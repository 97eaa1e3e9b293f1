import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeValues } from "../../functions/operations/kpis/read-values.ts";
import { csvText } from "../../shared/csv-text.ts";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { loadKpis } from "../../shared/kpis/load-kpis.ts";
import { homeFor, type OpenedHome } from "./data-home.ts";
import { csvFiles, dataset } from "./datasets.ts";

const insight = join(import.meta.dirname, "../insight");
const folder = dataset("online-retail-by-day");

let home: OpenedHome;
beforeAll(async () => {
  home = await homeFor(folder, csvFiles(folder));
});
afterAll(() => home.close());

/** Values by KPI, cadence, period, dimension and segment. */
const keyed = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  new Map(
    rows.map(({ kpi, cadence, period, dimension, segment, value }) => [
      [kpi, cadence, period, dimension, segment].join(","),
      value === null || value === "" ? null : Number(value),
    ]),
  );

const csvRows = (text: string) => {
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at] ?? "", cell])));
};

/** A float's last bits apart: amounts agree to far less than a cent. */
const differs = (found: number | null | undefined, expected: number | null): boolean =>
  found === null || found === undefined || expected === null
    ? found !== expected
    : Math.abs(found - expected) > 1e-9 * Math.max(1, Math.abs(expected));

/** The tiers as Daybook has them: that these are right is shown in loyalty.test.ts. */
const tiersFile = async (): Promise<string> => {
  const rows = await home.rows("select customer_id, tier, valid_from, valid_to from metrics.tiers");
  const file = join(mkdtempSync(join(tmpdir(), "daybook-tiers-")), "tiers.csv");
  writeFileSync(file, csvText(rows));
  return file;
};

describe("the KPIs of Online Retail", () => {
  it("equal an independent computation in plain Python, for every day, week, month, country and tier", async () => {
    const python = execFileSync(
      "python3",
      [join(insight, "online_retail_kpis.py"), folder, await tiersFile()],
      {
        encoding: "utf8",
        maxBuffer: 100_000_000,
      },
    );
    const expected = keyed(csvRows(python));
    const found = keyed(
      await home.rows("select * from metrics.kpi_values where period >= date '2000-01-01'"),
    );
    expect(expected.size).toBe(44_118);
    expect([...expected].filter(([key, value]) => differs(found.get(key), value))).toEqual([]);
    // What Python does not know are the days and weeks without a line.
    const others = [...found].filter(([key]) => !expected.has(key));
    expect(others.every(([, value]) => value === null)).toBe(true);
  });

  it("give the 47 values that the seed published, with the seed's own definitions on raw rows", async () => {
    const { platform } = home;
    const kpis = loadKpis(join(insight, "seed-kpis"), platform.feeds);
    const found = keyed(await computeValues({ ...platform, kpis }, "weekly"));
    const file = join(dataset("seed-kpi-anomaly"), "anomalies.transcribed.csv");
    const published = csvRows(readFileSync(file, "utf8"));
    expect(published).toHaveLength(47);
    // The seed names a week by its Sunday.
    const wrong = published.filter(({ kpi_name, date = "", actual_value }) => {
      const key = [kpi_name, "weekly", isoDate(dayOf(date) - 6), "all", "all"].join(",");
      return differs(found.get(key), Number(actual_value));
    });
    expect(wrong).toEqual([]);
  });
});
