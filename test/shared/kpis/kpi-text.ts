import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { parseKpis } from "../../../shared/kpis/load-kpis.ts";

const feeds = loadFeeds();

/** A KPI's file with these lines instead of the usual ones; null leaves a line out. */
export const kpiText = (lines: Readonly<Record<string, string | null>> = {}): string =>
  Object.entries({
    name: "sold",
    label: "Sold",
    description: "What was sold.",
    owner: "sales",
    unit: "money",
    direction: "up_good",
    cadence: "[daily]",
    formula: "sum(gross)",
    additive: "true",
    minimumVolume: "{ atLeast: 0 }",
    materiality: "{ percent: 10 }",
    tests: "[{ rows: [], expect: 0 }]",
    ...lines,
  })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}`)
    .join("\n");

export const readKpis = (texts: Readonly<Record<string, string>>): readonly Kpi[] =>
  parseKpis(
    Object.entries(texts).map(([name, text]) => ({ file: `${name}.yaml`, text })),
    feeds,
  );

export const readKpi = (lines: Readonly<Record<string, string | null>>): Kpi => {
  const [kpi] = readKpis({ sold: kpiText(lines) });
  if (!kpi) throw new Error("no KPI was read");
  return kpi;
};
