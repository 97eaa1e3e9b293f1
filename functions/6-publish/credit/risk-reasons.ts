import { rounded } from "../../../shared/learning/amounts.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import type { RiskReason } from "../../../shared/serving/sections/accounts.ts";
import type { Task } from "../../../shared/tasks/task.ts";
import type { CreditModel } from "./credit-models.ts";

const mostReasons = 3;
/** Half a point of a chance is no reason. */
const leastEffect = 0.005;

/** The three groups of features that move the chance most, each named by its strongest feature. */
export const riskReasons = ({ model, task }: CreditModel, inputs: Inputs, row: number): RiskReason[] => {
  const effects = model.explain?.(inputs, row);
  if (!effects) return [];
  return [...Map.groupBy(task.features.keys(), (place) => task.features[place]?.group).values()]
    .map((group) => strongest(group, effects))
    .filter(({ total }) => Math.abs(total) >= leastEffect)
    .sort((one, other) => Math.abs(other.total) - Math.abs(one.total))
    .slice(0, mostReasons)
    .flatMap(({ total, lead }) => describe(task, inputs, row, lead, total));
};

const strongest = (group: readonly number[], effects: Float64Array) => {
  const effect = (place: number) => effects[place] ?? 0;
  const [lead = 0] = group.toSorted((one, other) => Math.abs(effect(other)) - Math.abs(effect(one)));
  return { lead, total: group.reduce((sum, place) => sum + effect(place), 0) };
};

const describe = (task: Task, { x, features }: Inputs, row: number, lead: number, effect: number) => {
  const feature = task.features[lead];
  const value = x[row * features.length + lead] ?? Number.NaN;
  if (!feature) return [];
  const known = Number.isFinite(value) ? rounded(value) : null;
  return [
    { feature: feature.name, words: feature.words, value: known, effect: Math.round(effect * 1e4) / 1e4 },
  ];
};
