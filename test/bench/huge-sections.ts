import { dayOf, isoDate } from "../../shared/dates.ts";
import { type AccountRisk, accounts, type RiskView, risk } from "../../shared/serving/sections/accounts.ts";
import { type Favourites, favourites } from "../../shared/serving/sections/favourites.ts";
import { findings, type ServedFinding } from "../../shared/serving/sections/findings.ts";
import { type KpiHistory, type KpiSummary, kpiSeries, kpis } from "../../shared/serving/sections/kpis.ts";
import { pastForecasts } from "../../shared/serving/sections/past-forecasts.ts";
import { quality } from "../../shared/serving/sections/quality.ts";
import { quarantine } from "../../shared/serving/sections/quarantine.ts";
import { type NewSection, shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";

export const lastDay = "2024-12-31";
export const dayBefore = (count: number): string => isoDate(dayOf(lastDay) - count);
const times = <Each>(count: number, make: (place: number) => Each): Each[] =>
  Array.from({ length: count }, (_, place) => make(place));

async function* streamed<Each>(all: readonly Each[]): AsyncGenerator<Each> {
  yield* all;
}

const kpiNames = [
  "total_revenue",
  "order_count",
  ...times(13, (place) => `kpi_${String(place).padStart(2, "0")}`),
];
const segments = times(8, (place) => `Land ${place}`);

/** What the pages show beside customers and days, as full as a large company's: three years of fifteen KPIs by country. */
export const hugeSections = (customerIds: readonly string[]): readonly NewSection[] => [
  wholeSection(kpis, { kpis: kpiNames.map(summary) }),
  shardedSection(
    kpiSeries,
    streamed(kpiNames.toSorted().map((name, place): readonly [string, KpiHistory] => [name, history(place)])),
  ),
  wholeSection(findings, { findings: times(200, finding) }),
  wholeSection(quality, {
    since: dayBefore(364),
    reasons: [{ feed: "transactions", rule: "not_a_number", column: "quantity", rows: 500 }],
    days: times(365, (place) => ({
      date: dayBefore(364 - place),
      kept: 3000,
      quarantined: place % 5,
      score: 100 - (place % 5) / 30,
    })),
    tiers: [{ tier: "gold", customers: 1000 }],
  }),
  wholeSection(quarantine, {
    rules: [{ feed: "transactions", rule: "not_a_number", rows: 500 }],
    newest: times(500, (place) => ({
      day: dayBefore(place % 90),
      feed: "transactions",
      rule: "not_a_number",
      column: "quantity",
      value: `many ${place}`,
      message: `quantity is "many ${place}", and must be a number`,
      file: `transactions/${dayBefore(place % 90)}.csv`,
      line: place + 2,
    })),
  }),
  wholeSection(pastForecasts, {
    days: times(90, (place) => ({
      date: dayBefore(89 - place),
      from: dayBefore(89 - place),
      closed: false,
      method: "combination",
      value: 10_000 + place,
      low80: 8000,
      high80: 12_000,
      actual: 10_000 + 10 * (place % 7),
    })),
  }),
  wholeSection(risk, riskView()),
  shardedSection(
    accounts,
    streamed(times(500, (place): readonly [string, AccountRisk] => [accountId(place), account(place)])),
  ),
  shardedSection(favourites, streamed(customerIds.map((id): readonly [string, Favourites] => [id, bought]))),
];

const summary = (name: string): KpiSummary => ({
  name,
  label: { en: name.replaceAll("_", " ") },
  description: { en: "What it says." },
  owner: "sales",
  unit: "money",
  direction: "up_good",
  formula: "sum(net)",
  cadence: ["daily", "weekly", "monthly"],
  dimensions: ["country"],
  newest: [{ cadence: "daily", period: lastDay, value: 10_000, state: "complete", before: 9000 }],
});

const history = (kpi: number): KpiHistory => {
  const points = (count: number, every: number) =>
    times(count, (place): [string, number, string] => [
      dayBefore(every * (count - 1 - place)),
      10_000 + 500 * (place % 7) + 13 * kpi,
      "complete",
    ]);
  return {
    series: [
      { cadence: "daily", dimension: "all", segment: "all", points: points(3 * 365, 1) },
      { cadence: "weekly", dimension: "all", segment: "all", points: points(3 * 52, 7) },
      { cadence: "monthly", dimension: "all", segment: "all", points: points(36, 30) },
      ...segments.map((segment) => ({
        cadence: "daily" as const,
        dimension: "country",
        segment,
        points: points(60, 1),
      })),
    ],
  };
};

const finding = (place: number): ServedFinding => ({
  id: String(place).padStart(16, "0"),
  kpi: kpiNames[place % kpiNames.length] ?? "",
  cadence: "daily",
  period: dayBefore(place),
  dimension: "all",
  segment: "all",
  kind: "point",
  direction: "up",
  actual: 20_000,
  expected: 10_000,
  low: 8000,
  high: 12_000,
  score: 9.5,
  confidence: 97,
  severity: (["critical", "high", "medium", "low"] as const)[place % 4] ?? "low",
  detectors: ["zscore", "iqr"],
  asked: 4,
  money: 10_000,
  since: dayBefore(place),
  also: [],
  state: "open",
  note: null,
});

const accountId = (place: number): string => `A${String(place).padStart(5, "0")}`;
const figures = (place: number) => ({
  name: `Account ${place}`,
  branch: `Branch ${place % 5}`,
  openAmount: 1000 + place,
  overdueAmount: place % 3 === 0 ? 500 : 0,
  expectedLoss: 900 - place,
  isNew: place % 50 === 0,
  ageing: { current: [1, 1000 + place] as [number, number] },
});

const account = (place: number): AccountRisk => ({
  ...figures(place),
  invoices: times(8, (invoice) => ({
    invoice: `I${place}-${invoice}`,
    issuedOn: dayBefore(40),
    dueOn: dayBefore(10),
    currency: "GBP",
    amount: 100,
    overdueDays: 10,
    disputedOn: null,
    chance: 1,
    expectedDaysLate: null,
    expectedLoss: 100,
    reasons: [],
  })),
});

const riskView = (): RiskView => ({
  asOf: lastDay,
  model: { task: "late_payment", version: "20240101t000000z-000000", family: "trees" },
  accounts: times(500, (place) => ({
    account: accountId(place),
    openInvoices: 8,
    chance: 0.5,
    ...figures(place),
  })),
  cash: times(13, (week) => ({
    from: dayBefore(-7 * week),
    to: dayBefore(-7 * week - 6),
    expected: 10_000 - 100 * week,
    low80: 8000 - 100 * week,
    high80: 12_000,
  })),
  cashWeeksMeasured: 26,
});

const bought: Favourites = {
  products: times(5, (place) => ({
    product: `P000${place}`,
    description: "Polka Dot Vase Sage Green",
    orders: 9 - place,
    items: 20,
    gross: 99.5,
  })),
};
