import { type Aggregate, aggregatesIn, type Node } from "../../../shared/kpis/formula/tree.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";

/** The different aggregates of some KPIs, each with a column: what several KPIs use is computed once. */
export interface Atoms {
  readonly totals: ReadonlyMap<string, Extract<Aggregate, { kind: "total" }>>;
  readonly spreads: ReadonlyMap<string, Extract<Aggregate, { kind: "spread" }>>;
  /** The name of an aggregate's column. */
  nameOf(node: Aggregate): string;
}

export const atomsOf = (kpis: readonly Kpi[]): Atoms => {
  const names = new Map<string, string>();
  const totals = new Map<string, Extract<Aggregate, { kind: "total" }>>();
  const spreads = new Map<string, Extract<Aggregate, { kind: "spread" }>>();
  for (const node of kpis.flatMap(aggregatesOf)) {
    const key = meaningOf(node);
    if (names.has(key)) continue;
    const name = node.kind === "total" ? `total_${totals.size + 1}` : `spread_${spreads.size + 1}`;
    names.set(key, name);
    if (node.kind === "total") totals.set(name, node);
    else spreads.set(name, node);
  }
  const nameOf = (node: Aggregate): string => {
    const name = names.get(meaningOf(node));
    if (name === undefined) throw new Error("an aggregate was asked for that no KPI has");
    return name;
  };
  return { totals, spreads, nameOf };
};

export const aggregatesOf = ({ formula, volume }: Kpi): readonly Aggregate[] => [
  ...aggregatesIn(formula),
  ...aggregatesIn(volume),
];

/** The same for two formulas that differ only in where they stand. */
export const meaningOf = (node: Node): string =>
  JSON.stringify(node, (key, value: unknown) => (key === "at" || key === "token" ? undefined : value));

/** A dimension, with the KPIs that have it. */
export interface Place {
  readonly dimension: string;
  readonly kpis: readonly Kpi[];
}

/** `all`, and every dimension that one of the KPIs has. */
export const placesOf = (kpis: readonly Kpi[]): readonly Place[] =>
  ["all", ...new Set(kpis.flatMap(({ dimensions }) => dimensions))].map((dimension) => ({
    dimension,
    kpis: kpis.filter((kpi) => dimension === "all" || kpi.dimensions.includes(dimension)),
  }));

/** Whether a KPI of the place has the aggregate of this name. */
export const uses = ({ kpis }: Place, atoms: Atoms, name: string): boolean =>
  kpis.some((kpi) => aggregatesOf(kpi).some((node) => atoms.nameOf(node) === name));
