import { z } from "zod";
import type { Examples, Family, Inputs, Model, Parts } from "../model.ts";
import { ascendingOrder, type Numbers, weightedMean } from "../numbers.ts";
import { Nested, nest, unnest } from "./nested.ts";

const Floors = z.strictObject({
  amount: z.number().min(0),
  /** Null for a model that does not tell the chance of a purchase. */
  chance: z.number().min(0).max(1).nullable(),
});
type Floors = z.infer<typeof Floors>;

const Settings = z.strictObject({ floors: Floors, parts: Nested });

/** The floor is half of what the rows with the lowest predictions really did: this share of all, or so many. */
const lowestShare = 0.01;
const fewestRows = 50;
/** It is never above this share of the mean: the lowest predictions of a bad model say nothing. */
const mostOfMean = 0.05;

/**
 * Predictions of at least a floor that is learned from the training rows. A deviance has no mercy for a prediction of almost
 * nothing where something is bought: one such row can cost more than all others. Models saved without floors are loaded, too.
 */
export const floored = (family: Family): Family => ({
  name: family.name,
  fit: async (examples, options) => {
    const model = await family.fit(examples, options);
    return flooredModel(family.name, model, learnFloors(model, examples));
  },
  load: (saved) => {
    const { success, data } = Settings.safeParse(saved.settings);
    if (!success) return family.load(saved);
    const [inner] = unnest(data.parts, saved.weights);
    if (!inner) throw new Error(`the saved model of ${family.name} has floors and no model`);
    return flooredModel(family.name, family.load(inner), data.floors);
  },
});

const flooredModel = (name: string, model: Model, floors: Floors): Model => {
  const { parts, explain, explainsSlowly } = model;
  const raised = parts && ((inputs: Inputs) => raiseParts(parts(inputs), floors));
  return {
    predict: (inputs) => (raised ? productOf(raised(inputs)) : raise(model.predict(inputs), floors.amount)),
    ...(explain && { explain: (inputs: Inputs, row: number) => explain(inputs, row) }),
    ...(explainsSlowly && { explainsSlowly }),
    ...(raised && { parts: raised }),
    save: () => {
      const { parts: saved, weights } = nest([model.save()]);
      return { family: name, settings: { floors, parts: saved }, weights };
    },
  };
};

const raise = (values: Float64Array, floor: number): Float64Array =>
  values.map((value) => Math.max(value, floor));

const raiseParts = ({ chance, amount }: Parts, floors: Floors): Parts => ({
  chance: raise(chance, floors.chance ?? 0),
  amount: raise(amount, floors.amount),
});

const productOf = ({ chance, amount }: Parts): Float64Array =>
  amount.map((value, row) => value * (chance[row] ?? 0));

const learnFloors = (model: Model, examples: Examples): Floors => {
  const { y, weight } = examples;
  const parts = model.parts?.(examples);
  if (!parts) return { amount: floorOf(model.predict(examples), y, weight), chance: null };
  const bought = y.map((truth) => Number(truth > 0));
  // Rows without a purchase say nothing of its amount.
  const amongBuyers = weight.map((mass, row) => mass * (bought[row] ?? 0));
  return {
    amount: floorOf(parts.amount, y, amongBuyers),
    chance: floorOf(parts.chance, bought, weight),
  };
};

const floorOf = (predicted: Numbers, truths: Float64Array, weight: Float64Array): number => {
  const overall = weightedMean(truths, weight);
  const known = ascendingOrder(predicted).filter((row) => (weight[row] ?? 0) > 0);
  const lowest = known.subarray(0, Math.max(fewestRows, Math.ceil(lowestShare * known.length)));
  const of = (values: Float64Array) => Float64Array.from(lowest, (row) => values[row] ?? 0);
  const floor = Math.min(weightedMean(of(truths), of(weight)) / 2, mostOfMean * overall);
  return Number.isFinite(floor) ? Math.max(0, floor) : 0;
};
