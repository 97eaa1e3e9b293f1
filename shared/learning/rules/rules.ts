import { z } from "zod";
import { columnOf } from "../columns.ts";
import type { Family, Inputs, Model } from "../model.ts";
import { weightedMean } from "../numbers.ts";
import { savedSettings } from "../saved-model.ts";

const Rule = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("zero") }),
  /** The weighted mean of the training targets, the same for every row. */
  z.strictObject({ rule: z.literal("mean") }),
  /** The run-rate that the task provides. */
  z.strictObject({ rule: z.literal("expected") }),
  /** A feature times a factor for the horizon: the last value, a trailing mean, an EWMA. */
  z.strictObject({ rule: z.literal("column"), column: z.string(), scale: z.number() }),
]);
export type Rule = z.infer<typeof Rule>;

const Settings = z.strictObject({ rule: Rule, mean: z.number() });

/** Baselines. A missing feature is replaced by the training mean. */
export function rules(name: string, rule: Rule): Family {
  return {
    name,
    fit: async (examples) => ruleModel(name, rule, weightedMean(examples.y, examples.weight)),
    load: (saved) => {
      const { rule: savedRule, mean } = savedSettings(name, saved, Settings);
      return ruleModel(name, savedRule, mean);
    },
  };
}

function ruleModel(name: string, rule: Rule, mean: number): Model {
  return {
    predict: (inputs) => predictRule(rule, mean, inputs),
    save: () => ({ family: name, settings: { rule, mean }, weights: new Uint8Array() }),
  };
}

function predictRule(rule: Rule, mean: number, inputs: Inputs): Float64Array {
  const out = new Float64Array(inputs.rows);
  if (rule.rule === "mean") out.fill(mean);
  if (rule.rule === "expected") out.set(inputs.expected);
  if (rule.rule !== "column") return out;
  const column = columnOf(inputs, rule.column);
  return column.map((value) => (Number.isNaN(value) ? mean : value * rule.scale));
}
