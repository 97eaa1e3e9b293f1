import { rounded } from "../../shared/learning/amounts.ts";
import type { Inputs } from "../../shared/learning/model.ts";
import { oncePer } from "../../shared/memoize.ts";
import { joinSequences } from "../../shared/tasks/join-parts.ts";
import { featureNames, type Task } from "../../shared/tasks/task.ts";
import type { Reason } from "./api.ts";
import type { LoadedModel } from "./model-readers.ts";

const mostReasons = 3;

/** The three groups of features with the largest effect, each named by its strongest feature. */
export const reasonsFor = ({ model, task }: LoadedModel, inputs: Inputs): Reason[] => {
  const effects = model.explain?.(inputs, 0) ?? withoutEach(model, inputs);
  const moving = groupsIn(task)
    .map((group) => groupEffect(group, effects))
    .filter(({ total }) => Math.abs(total) >= 0.005)
    .sort((a, b) => Math.abs(b.total) - Math.abs(a.total))
    .slice(0, mostReasons);
  // A rule uses no features: its only reason is the run-rate itself.
  if (moving.length === 0)
    moving.push({ total: inputs.expected[0] ?? 0, lead: featureNames(task).indexOf("run_rate") });
  return moving.flatMap(({ total, lead }) => describeEffect(task, inputs, lead, total));
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

const describeEffect = (task: Task, inputs: Inputs, lead: number, effect: number): Reason[] => {
  const feature = task.features[lead];
  const value = inputs.x[lead] ?? Number.NaN;
  if (!feature) return [];
  return [
    {
      feature: feature.name,
      words: feature.words,
      value: Number.isFinite(value) ? rounded(value) : null,
      effect: rounded(effect),
    },
  ];
};

/** For models that cannot explain themselves: how the prediction changes if one feature is unknown. */
const withoutEach = (model: LoadedModel["model"], inputs: Inputs): Float64Array => {
  const width = inputs.features.length;
  const [answer = 0] = model.predict(inputs);
  const x = new Float64Array(width * width);
  for (let row = 0; row < width; row++) {
    x.set(inputs.x, row * width);
    x[row * width + row] = Number.NaN;
  }
  const { sequences } = inputs;
  const copies = sequences && joinSequences(Array<typeof sequences>(width).fill(sequences));
  const all = model.predict({
    ...inputs,
    rows: width,
    x,
    expected: new Float64Array(width).fill(inputs.expected[0] ?? 0),
    ...(copies && { sequences: copies }),
  });
  return all.map((without) => answer - without);
};
