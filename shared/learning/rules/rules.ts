import { z } from "zod";
import { columnOf } from "../columns.ts";
import type { Examples, Family, Inputs, Model, SavedModel } from "../model.ts";

const Rule = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("zero") }),
  /** The weighted mean of the truths seen: what knows no customer. */
  z.strictObject({ rule: z.literal("mean") }),
  /** The run-rate as the task gives it. */
  z.strictObject({ rule: z.literal("expected") }),
  /** A feature taken as the answer: the last value, a trailing mean, an EWMA, with a factor for its horizon. */
  z.strictObject({ rule: z.literal("column"), column: z.string(), scale: z.number() }),
]);
export type Rule = z.infer<typeof Rule>;

const Settings = z.strictObject({ rule: Rule, mean: z.number() });

/** Baselines. A missing feature is answered by the mean that was seen in training. */
export function rules(name: string, rule: Rule): Family {
  return {
    name,
    fit: async (examples) => ruleModel(name, rule, weightedMean(examples)),
    load: (saved) => loadRule(name, saved),
  };
}

function loadRule(name: string, saved: SavedModel): Model {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const { rule, mean } = Settings.parse(saved.settings);
  return ruleModel(name, rule, mean);
}

function ruleModel(name: string, rule: Rule, mean: number): Model {
  return {
    predict: (inputs) => answers(rule, mean, inputs),
    save: () => ({ family: name, settings: { rule, mean }, weights: new Uint8Array() }),
  };
}

function answers(rule: Rule, mean: number, inputs: Inputs): Float64Array {
  const out = new Float64Array(inputs.rows);
  if (rule.rule === "mean") out.fill(mean);
  if (rule.rule === "expected") out.set(inputs.expected);
  if (rule.rule !== "column") return out;
  const column = columnOf(inputs, rule.column);
  return column.map((value) => (Number.isNaN(value) ? mean : value * rule.scale));
}

function weightedMean({ y, weight, rows }: Examples): number {
  let [total, mass] = [0, 0];
  for (let row = 0; row < rows; row++) {
    total += (weight[row] ?? 0) * (y[row] ?? 0);
    mass += weight[row] ?? 0;
  }
  return mass > 0 ? total / mass : 0;
}
