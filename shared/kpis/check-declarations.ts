import { FaultyFormula } from "./faulty-formula.ts";
import { unitName } from "./formula/check-formula.ts";
import type { Node } from "./formula/tree.ts";
import type { KpiFile, KpiUnit } from "./kpi.ts";
import type { Measure, Source } from "./sources.ts";

/** An average amount per order is money, too. */
export const assertUnit = (unit: KpiUnit, measure: Measure): void => {
  const fits =
    unit === "money"
      ? measure.money === 1
      : unit === "count"
        ? measure.money === 0 && measure.count === 1
        : measure.money === 0 && measure.count === 0;
  if (!fits)
    throw new FaultyFormula("formula", { message: `yields ${unitName(measure)}, but its unit is ${unit}` });
};

export const assertDimensions = ({ dimensions }: KpiFile, { table, columns }: Source): void => {
  const texts = [...columns].filter(([, { type }]) => type === "text").map(([name]) => name);
  const unknown = dimensions.find((name) => !texts.includes(name));
  if (unknown !== undefined)
    throw new Error(`dimensions: "${unknown}" is no text column of ${table}; they are ${texts.join(", ")}`);
  const personal = dimensions.find((name) => columns.get(name)?.personal);
  if (personal !== undefined)
    throw new Error(`dimensions: "${personal}" names a person, whose figures would outlive an erasure`);
};

/** Only sums over rows add up. A distinct count does over some columns, but that depends on the data. */
export const assertAdditive = ({ additive, name }: KpiFile, formula: Node): void => {
  if (additive && !isSum(formula))
    throw new Error(`additive: ${name} is no sum or count of rows, so its segments do not add up`);
};

const isSum = (node: Node): boolean => {
  if (node.kind === "total") return node.name === "sum" || node.name === "count";
  if (node.kind === "negative") return isSum(node.of);
  return (
    node.kind === "arithmetic" &&
    (node.operator === "+" || node.operator === "-") &&
    isSum(node.left) &&
    isSum(node.right)
  );
};
