import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dayOf, isoDate } from "../../../../shared/dates.ts";

/** A shop that sells nearly the same every day to guests and customers in three countries, one of which has a hostile name. */
const countries = { Germany: 12, "United Kingdom": 30, "<b>Land & Co</b>": 6 };
export const firstDay = "2024-03-04";
export const days = 56;

export const dayAfter = (index: number): string => isoDate(dayOf(firstDay) + index);

export interface ShopDay {
  /** How many lines a country has instead of the usual. */
  readonly lines?: Partial<Record<keyof typeof countries, number>>;
  /** A line of its own. */
  readonly extra?: string;
}

export const shopFile = (date: string, { lines = {}, extra }: ShopDay = {}): string => {
  const header =
    "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id,country";
  const varied = { ...countries, "United Kingdom": 30 + ((dayOf(date) * 7) % 5) };
  const rows = Object.entries({ ...varied, ...lines }).flatMap(([country, count]) =>
    Array.from({ length: count }, (_, index) => {
      const customer = index % 3 === 0 ? "" : `C${country.length}${index}`;
      const hour = String(9 + (index % 8)).padStart(2, "0");
      const price = index % 2 === 0 ? "4.00" : "2.50";
      return `I${date}-${country.length}-${index},P${index},${index % 2 === 0 ? "BLUE MUG" : "TEA TOWEL"},${1 + (index % 3)},${date}T${hour}:00:00,${price},GBP,${customer},${country}`;
    }),
  );
  return `${[header, ...rows, ...(extra === undefined ? [] : [extra])].join("\n")}\n`;
};

/** The files of all days; those of some days differ. */
export const shopFiles = (changed: Readonly<Record<string, ShopDay>> = {}) =>
  Array.from({ length: days }, (_, index) => dayAfter(index)).map((date) => ({
    name: `transactions/${date}.csv`,
    text: shopFile(date, changed[date]),
  }));

/** A folder with one KPI, whose hard thresholds find what falls by 15 % or doubles. */
export const watchedRevenue = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-kpis-"));
  writeFileSync(
    join(folder, "sales.yaml"),
    `name: sales
label: { en: Sales, de: Verkäufe }
description: { en: Net sales. }
owner: test
unit: money
direction: up_good
cadence: [daily]
formula: sum(net)
dimensions: [country]
additive: true
minimumVolume: { of: count(), atLeast: 1 }
materiality: { percent: 5 }
thresholds:
  - { is: below, value: -15, unit: percent_change, severity: critical }
  - { is: above, value: 100, unit: percent_change, severity: critical }
tests:
  - rows: [{ business_date: 2024-10-06, net: 2 }]
    expect: 2
`,
  );
  return folder;
};
