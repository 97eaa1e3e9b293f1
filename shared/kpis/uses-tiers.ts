import { namesIn } from "./formula/tree.ts";
import type { Kpi } from "./kpi.ts";
import { tierColumn } from "./sources.ts";

/** Whether a KPI's values depend on the customers' tiers. */
export const usesTiers = ({ source, formula, volume, dimensions }: Kpi): boolean =>
  source === "clean.lines" && [...namesIn(formula), ...namesIn(volume), ...dimensions].includes(tierColumn);
