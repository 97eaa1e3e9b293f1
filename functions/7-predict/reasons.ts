import { rounded } from "../../shared/learning/amounts.ts";
import { selectRows } from "../../shared/learning/columns.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { sum } from "../../shared/learning/numbers.ts";
import { oncePer } from "../../shared/memoize.ts";
import { featureNames, type Task } from "../../shared/tasks/task.ts";
import type { Reason } from "./api.ts";
import type { LoadedModel } from "./model-readers.ts";

const mostReasons = 3;

/** Reasons that add up: `start` + the effects + `otherReasons` = `value`, to the penny. */
export interface Reasons {
  readonly reasons: Reason[];
  readonly otherReasons: number;
}

/** A row, its answer, and what the reasons start from. Without a row nothing is known of the customer. */
export interface Explained {
  readonly inputs: Inputs | undefined;
  readonly value: number;
  readonly start: number;
}

/** The three groups of features with the largest effect, each named by its strongest feature. */
export const reasonsFor = (loaded: LoadedModel, { inputs, value, start }: Explained): Reasons =>
  inputs
    ? largest(loaded.task, inputs, effectsFrom(loaded, inputs, value - start), value - start)
    : { reasons: [], otherReasons: rounded(value - start) };

/** Why an answer changes when a row changes: the differences of its effects. */
export const reasonsForChange = (loaded: LoadedModel, before: Explained, after: Explained): Reasons => {
  const change = after.value - before.value;
  if (!after.inputs) return { reasons: [], otherReasons: rounded(change) };
  const now = effectsFrom(loaded, after.inputs, after.value - after.start);
  const then = before.inputs && effectsFrom(loaded, before.inputs, before.value - before.start);
  const moved = then ? now.map((effect, place) => effect - (then[place] ?? 0)) : now;
  return largest(loaded.task, after.inputs, moved, change, before.inputs);
};

/**
 * The effect of each feature, measured from what an average customer spends. A model starts from the customer's own pace
 * instead: the distance between both is the effect of that pace.
 */
const effectsFrom = ({ model, task }: LoadedModel, inputs: Inputs, move: number): Float64Array => {
  const effects = Float64Array.from(model.explain?.(inputs, 0) ?? withoutEach(model, inputs));
  const pace = featureNames(task).indexOf("run_rate");
  if (pace >= 0) effects[pace] = (effects[pace] ?? 0) + move - sum(effects);
  return effects;
};

const largest = (
  task: Task,
  inputs: Inputs,
  effects: Float64Array,
  move: number,
  before?: Inputs,
): Reasons => {
  const reasons = groupsIn(task)
    .map((group) => groupEffect(group, effects))
    .filter(({ total }) => Math.abs(total) >= 0.005)
    .sort((a, b) => Math.abs(b.total) - Math.abs(a.total))
    .slice(0, mostReasons)
    .flatMap(({ total, lead }) => describeEffect(task, { inputs, before }, lead, total));
  const told = reasons.reduce((all, { effect }) => all + effect, 0);
  return { reasons, otherReasons: rounded(rounded(move) - told) };
};

/** The columns of each group of related features. */
const groupsIn = oncePer(({ features }: Task): readonly (readonly number[])[] => [
  ...Map.groupBy(features.keys(), (place) => features[place]?.group).values(),
]);

const groupEffect = ([first = 0, ...others]: readonly number[], effects: Float64Array) => {
  let total = effects[first] ?? 0;
  let lead = first;
  for (const place of others) {
    const effect = effects[place] ?? 0;
    total += effect;
    if (Math.abs(effect) > Math.abs(effects[lead] ?? 0)) lead = place;
  }
  return { total, lead };
};

const describeEffect = (
  task: Task,
  { inputs, before }: { readonly inputs: Inputs; readonly before: Inputs | undefined },
  lead: number,
  effect: number,
): Reason[] => {
  const feature = task.features[lead];
  if (!feature) return [];
  return [
    {
      feature: feature.name,
      words: feature.words,
      value: shown(inputs.x[lead]),
      ...(before && { before: shown(before.x[lead]) }),
      effect: rounded(effect),
    },
  ];
};

const shown = (value = Number.NaN): number | null => (Number.isFinite(value) ? rounded(value) : null);

/** For models that cannot explain themselves: how the prediction changes if one feature is unknown. */
const withoutEach = (model: LoadedModel["model"], inputs: Inputs): Float64Array => {
  const width = inputs.features.length;
  const [answer = 0] = model.predict(inputs);
  const copies = selectRows(inputs, Array<number>(width).fill(0));
  for (let row = 0; row < width; row++) copies.x[row * width + row] = Number.NaN;
  return model.predict(copies).map((without) => answer - without);
};
