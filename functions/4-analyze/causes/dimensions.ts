import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { tierColumn, unnamedSegment } from "../../../shared/kpis/sources.ts";

/** Dimensions that are computed from a line of clean.lines, beside its own columns. */
const computed: Readonly<Record<string, string>> = {
  // New is a customer whose first order is in the window itself: what is known later does not change it.
  customer_group:
    "case when line.customer_id is null then 'guest' when known.first_order_day >= WINDOW_START then 'new' else 'returning' end",
  price_band: [
    "case",
    "when line.unit_price * line.fx_rate < 1 then '<1'",
    "when line.unit_price * line.fx_rate < 2 then '1-2'",
    "when line.unit_price * line.fx_rate < 5 then '2-5'",
    "when line.unit_price * line.fx_rate < 20 then '5-20'",
    "when line.unit_price * line.fx_rate < 100 then '20-100'",
    "else '100+' end",
  ].join(" "),
  // The last word of a description is mostly its noun: BAG, BOX, HOLDER.
  product_family: "ifnull(regexp_extract(upper(line.description), r'([A-Z]+)[^A-Z]*$'), 'NONE')",
};

/**
 * What a KPI of clean.lines can be divided by: what its YAML names, and what is computed. No tiers: who is in one follows from
 * what they spend, which is no cause.
 */
export const dimensionsOf = ({ dimensions }: Pick<Kpi, "dimensions">): readonly string[] => [
  ...dimensions.filter((name) => name !== tierColumn),
  ...Object.keys(computed),
];

/** The member of a line. `windowStart` is the expression of the first day of its window. */
export const memberSql = (dimension: string, windowStart: string): string =>
  computed[dimension]?.replace("WINDOW_START", windowStart) ??
  `ifnull(${dimension === tierColumn ? "held" : "line"}.${dimension}, '${unnamedSegment(dimension)}')`;
