import { stepsQuery } from "../../../functions/3-aggregate/tiers/tiers.ts";
import { replaceDrivers } from "../../../functions/4-analyze/causes/write-drivers.ts";
import { replaceFindings } from "../../../functions/4-analyze/write-findings.ts";
import type { Explanation } from "../../../shared/insights/explanation.ts";
import { type Finding, findingId, type Place } from "../../../shared/insights/finding.ts";
import type { Params } from "../../../shared/ports.ts";
import { TierRules } from "../../../shared/tiers/tier-rules.ts";
import type { Cell } from "../values.ts";

type Values = Readonly<Record<string, Cell>>;

const valuesOf = (params: Params): Values =>
  Object.fromEntries(Object.entries(params).map(([name, { value }]) => [name, value]));

const byNet = TierRules.parse({
  name: "by net",
  kind: "thresholds",
  windowDays: 30,
  graceDays: 10,
  tiers: [
    { name: "Bronze" },
    { name: "Silver", net: 0.1, purchaseDays: 2 },
    { name: "Gold", net: 500.25, purchaseDays: 3, boughtWithinDays: 14 },
  ],
});

const byRank = TierRules.parse({
  name: "by rank",
  kind: "rank",
  measure: "mean_monthly_net",
  tiers: [
    { name: "A", share: 0.3333 },
    { name: "B", share: 1 },
  ],
});

const findingOn = (place: Partial<Place>, changed: Partial<Finding> = {}): Finding => {
  const at: Place = {
    kpi: "total_revenue",
    cadence: "daily",
    period: "2024-02-29",
    dimension: "all",
    segment: "all",
    ...place,
  };
  return {
    ...at,
    id: findingId(at, "point"),
    kind: "point",
    direction: "down",
    actual: 0.1,
    expected: 1e21,
    low: -0.30000000000000004,
    high: null,
    score: -4.25,
    confidence: 97.5,
    detectors: ["zscore", "iqr"],
    asked: 5,
    money: null,
    since: at.period,
    severity: "high",
    also: [],
    state: "open",
    ...changed,
  };
};

const company = findingOn({});
const segment = findingOn(
  { dimension: "country", segment: "Österreich | 100% 'x'" },
  { money: 1.5, also: [company] },
);
const removed = findingOn({ kpi: "old_kpi", period: "2024-03-01" });
const gone = findingOn({ period: "2024-03-08" });

const judged = (findings: readonly Finding[]): Values =>
  valuesOf(
    replaceFindings({
      cadence: "daily",
      from: "2024-02-22",
      to: "2024-03-08",
      kpis: ["total_revenue", "old_kpi"],
      findings,
    }).params,
  );

/** What was found first. Later, the last of them is found no longer. */
export const firstFindings: Values = judged([company, removed, gone]);

const explanation: Explanation = {
  kpi: "total_revenue",
  cadence: "daily",
  period: "2024-02-29",
  state: "complete",
  actual: "1.10",
  expected: "3.333333333",
  change: "-2.233333333",
  verdict: "segments",
  faults: [{ kind: "fx_gap", actual: 1, usual: 0.5, about: "EUR" }],
  offsets: [{ order: "A1", cancellation: "C3", customer: "C1", product: "P1", quantity: 2, amount: "1.10" }],
  drivers: [
    {
      split: "segments",
      place: 1,
      kind: "segment",
      where: [{ dimension: "country", value: "Österreich" }],
      actual: "1.10",
      expected: "3.333333333",
      contribution: "-2.233333333",
      share: 1,
      z: -0.1,
    },
    {
      split: "segments",
      place: 2,
      kind: "rest",
      where: [],
      actual: null,
      expected: null,
      contribution: null,
      share: null,
      z: null,
    },
  ],
  comparedWith: ["2024-02-22", "2024-02-15"],
};

const said = (text: string) => ({ text, bound: [] });
const story = (text: string) => ({
  headline: said(text),
  paragraph: said(`${text}\n"x"`),
  nextStep: said(""),
});

/** The values of files whose parameters mean something else than in the others, as the product makes them. */
export const ownValues: Readonly<Record<string, Values>> = {
  "functions/3-aggregate/tiers/steps_by_threshold.sql": valuesOf(stepsQuery(byNet).params),
  "functions/3-aggregate/tiers/steps_by_rank.sql": valuesOf(stepsQuery(byRank).params),
  "functions/4-analyze/findings.sql": judged([company, segment, removed]),
  "functions/4-analyze/causes/drivers.sql": valuesOf(
    replaceDrivers({
      cadence: "daily",
      first: "2024-02-22",
      last: "2024-03-08",
      told: [{ id: company.id, explanation, english: story("Down"), german: story("Österreich fällt") }],
    }).params,
  ),
  ...Object.fromEntries(
    ["kpi_values", "causes/explained_between", "causes/segment_values", "causes/windows"].map((name) => [
      `functions/4-analyze/${name}.sql`,
      { cadence: "daily" },
    ]),
  ),
  "functions/operations/findings/finding.sql": { id: company.id },
};
