import { rounded } from "../../shared/models/amounts.ts";
import type { Inputs } from "../../shared/models/model.ts";
import type { Task } from "../../shared/tasks/task.ts";
import type { Reason } from "./api.ts";
import type { LoadedModel } from "./model-readers.ts";

const mostReasons = 3;

/** The three groups of features that move the answer most, each by the feature that leads it. */
export const reasonsFor = ({ model, task }: LoadedModel, inputs: Inputs): Reason[] => {
  const effects = model.explain?.(inputs, 0) ?? withoutEach(model, inputs);
  const groups = new Map<string, { total: number; lead: number }>();
  for (const [index, { group }] of task.features.entries()) {
    const effect = effects[index] ?? 0;
    const before = groups.get(group) ?? { total: 0, lead: index };
    groups.set(group, {
      total: before.total + effect,
      lead: Math.abs(effect) > Math.abs(effects[before.lead] ?? 0) ? index : before.lead,
    });
  }
  const moving = [...groups.values()]
    .filter(({ total }) => Math.abs(total) >= 0.005)
    .sort((a, b) => Math.abs(b.total) - Math.abs(a.total))
    .slice(0, mostReasons);
  // A rule looks at no feature: what it goes by is the run-rate itself.
  if (moving.length === 0) moving.push({ total: inputs.expected[0] ?? 0, lead: leadOf(task, "run_rate") });
  return moving.flatMap(({ total, lead }) => reasonOf(task, inputs, lead, total));
};

const leadOf = (task: Task, feature: string): number =>
  task.features.findIndex(({ name }) => name === feature);

const reasonOf = (task: Task, inputs: Inputs, lead: number, effect: number): Reason[] => {
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

/** For models that cannot say it themselves: how the answer differs when one thing is not known. */
const withoutEach = (model: LoadedModel["model"], inputs: Inputs): Float64Array => {
  const width = inputs.features.length;
  const [answer = 0] = model.predict(inputs);
  const x = new Float64Array(width * width);
  for (let row = 0; row < width; row++) {
    x.set(inputs.x, row * width);
    x[row * width + row] = Number.NaN;
  }
  const { sequences } = inputs;
  const all = model.predict({
    ...inputs,
    rows: width,
    x,
    expected: new Float64Array(width).fill(inputs.expected[0] ?? 0),
    ...(sequences && { sequences: { ...sequences, values: repeated(sequences.values, width) } }),
  });
  return all.map((without) => answer - without);
};

const repeated = (values: Float32Array, times: number): Float32Array => {
  const all = new Float32Array(values.length * times);
  for (let time = 0; time < times; time++) all.set(values, time * values.length);
  return all;
};
