import { namesIn } from "../../shared/kpis/formula/tree.ts";
import type { Cadence, Kpi } from "../../shared/kpis/kpi.ts";
import { tierColumn } from "../../shared/kpis/sources.ts";
import type { Scale } from "./detect/transform.ts";
import type { Watched } from "./detect/watched.ts";

const scaleOf = ({ unit, denominator }: Kpi): Scale => {
  if (unit === "share") return "share";
  return denominator === undefined && unit !== "ratio" ? "amount" : "ratio";
};

export const watch = (kpi: Kpi, cadence: Cadence, dimension: string, segment: string): Watched => ({
  kpi: kpi.name,
  cadence,
  dimension,
  segment,
  scale: scaleOf(kpi),
  isMoney: kpi.unit === "money" && kpi.denominator === undefined,
  minimumVolume: kpi.minimumVolume,
  materiality: { percent: kpi.materiality.percent, absolute: kpi.materiality.absolute ?? 0 },
  thresholds: kpi.thresholds
    .filter(({ cadence: only }) => only === undefined || only.includes(cadence))
    .map(({ is, value, unit, severity }) => ({
      is,
      value,
      of: unit === "percent_change" ? ("change" as const) : ("value" as const),
      critical: severity === "critical",
    })),
  breadth: kpi.dimensions.filter((name) => name !== tierColumn).length,
  ingredients: namesIn(kpi.formula),
});
