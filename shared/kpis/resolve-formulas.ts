import { assertAdditive, assertDimensions, assertUnit } from "./check-declarations.ts";
import { FaultyFormula, type FormulaKey, within } from "./faulty-formula.ts";
import { checkCondition, checkExpression } from "./formula/check-formula.ts";
import { FormulaError } from "./formula/formula-error.ts";
import { parseFormula } from "./formula/parse-formula.ts";
import { type Node, withChildren } from "./formula/tree.ts";
import type { Kpi, KpiFile } from "./kpi.ts";
import type { Source } from "./sources.ts";

/** A KPI's file with its formulas parsed. `filter` is undefined if there is none. */
export interface ParsedKpi {
  readonly file: KpiFile;
  readonly formula: Node;
  readonly filter: Node | undefined;
  readonly volume: Node;
}

export const parseKpi = (file: KpiFile): ParsedKpi => {
  const { filter } = file;
  return {
    file,
    formula: within("formula", () => parseFormula(file.formula)),
    filter: filter === undefined ? undefined : within("filter", () => parseFormula(filter)),
    volume: within("minimumVolume.of", () => parseFormula(file.minimumVolume.of)),
  };
};

/** Replaces other KPIs by their formulas, applies the filter, and checks columns, types and units. */
export const resolveKpi = (
  parsed: ParsedKpi,
  all: ReadonlyMap<string, ParsedKpi>,
  sources: ReadonlyMap<string, Source>,
): Kpi => {
  const { file } = parsed;
  const source = sources.get(file.from);
  if (!source)
    throw new Error(`from: a KPI may read ${[...sources.keys()].join(" or ")}, not "${file.from}"`);
  const outside = { source, inside: false };
  // A KPI's own formula may serve as its volume.
  const complete = (node: Node, key: FormulaKey) => {
    const path = key === "formula" ? [file.name] : [];
    return within(key, () => filtered(withKpis(node, { all, source, path }), parsed.filter));
  };
  within("filter", () => parsed.filter && checkCondition(parsed.filter, { source, inside: true }));
  const formula = complete(parsed.formula, "formula");
  const { measure, type } = within("formula", () => checkExpression(formula, outside));
  if (type !== "number") throw new FaultyFormula("formula", { message: `yields a ${type}, not a number` });
  assertUnit(file.unit, measure);
  const volume = complete(parsed.volume, "minimumVolume.of");
  within("minimumVolume.of", () => checkExpression(volume, outside));
  assertDimensions(file, source);
  assertAdditive(file, formula);
  const { from: _from, formula: formulaText, filter: _filter, minimumVolume, ...rest } = file;
  const whole = withoutAverages(formula);
  const isRatio = whole.kind === "arithmetic" && whole.operator === "/";
  return {
    ...rest,
    source: source.table,
    formulaText,
    formula: whole,
    numerator: isRatio ? whole.left : whole,
    denominator: isRatio ? whole.right : undefined,
    volume: withoutAverages(volume),
    minimumVolume: minimumVolume.atLeast,
  };
};

interface Resolving {
  readonly all: ReadonlyMap<string, ParsedKpi>;
  readonly source: Source;
  /** The KPIs that led here, the first one first. */
  readonly path: readonly string[];
}

/** Outside of aggregates a name is another KPI: its formula and its filter take its place. */
const withKpis = (node: Node, resolving: Resolving): Node => {
  if (node.kind === "total" || node.kind === "spread") return node;
  if (node.kind !== "name") return withChildren(node, (child) => withKpis(child, resolving));
  const { all, source, path } = resolving;
  const used = all.get(node.name);
  // The check reports a column that stands outside of an aggregate, and a name that is nothing.
  if (!used) return node;
  if (path.includes(node.name))
    throw new FormulaError(`the KPIs go round in a circle: ${[...path, node.name].join(" → ")}`, node);
  if (used.file.from !== source.table)
    throw new FormulaError(`${node.name} reads ${used.file.from}, and this KPI reads ${source.table}`, node);
  try {
    const inner = withKpis(used.formula, { all, source, path: [...path, node.name] });
    return placedAt(filtered(inner, used.filter), node);
  } catch (error) {
    throw error instanceof FormulaError ? new FormulaError(error.why, node) : error;
  }
};

/** Faults in another KPI's formula are reported in its own file. Here they are faults of the name. */
const placedAt = (node: Node, place: Node): Node => ({
  ...withChildren(node, (child) => placedAt(child, place)),
  at: place.at,
  token: place.token,
});

/** Adds a condition to every aggregate. */
const filtered = (node: Node, filter: Node | undefined): Node => {
  if (!filter) return node;
  if (node.kind !== "total" && node.kind !== "spread")
    return withChildren(node, (child) => filtered(child, filter));
  const { at, token } = filter;
  const where: Node = node.where
    ? { kind: "logic", operator: "and", left: filter, right: node.where, at, token }
    : filter;
  return { ...node, where };
};

/** An average is a sum divided by a count: so both sides are known exactly. */
const withoutAverages = (node: Node): Node => {
  if (node.kind !== "total" || node.name !== "avg")
    return node.kind === "spread" ? node : withChildren(node, withoutAverages);
  const { at, token } = node;
  const left: Node = { ...node, name: "sum" };
  const right: Node = { ...node, name: "count" };
  return { kind: "arithmetic", operator: "/", left, right, at, token };
};
