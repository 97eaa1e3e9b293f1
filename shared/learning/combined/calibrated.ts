import { z } from "zod";
import { fitCoefficients } from "../linear/newton.ts";
import { fromScore, lossFor } from "../losses.ts";
import type { Family, Inputs, Model } from "../model.ts";
import { clip, type Numbers } from "../numbers.ts";
import { savedSettings } from "../saved-model.ts";
import { loadNested, Nested, nest } from "./nested.ts";

export const CALIBRATED = "calibrated";

/** Platt's sigmoid: the log-odds of a model, stretched and moved. A slope below 1 says that the model was too sure. */
export const Sigmoid = z.strictObject({ slope: z.number().positive(), shift: z.number() });
export type Sigmoid = z.infer<typeof Sigmoid>;

const Settings = z.strictObject({ parts: Nested.length(1), sigmoid: Sigmoid });

/** Chances of exactly 0 and 1 have no log-odds. */
const surest = 1e-6;
const logOdds = (chance: number): number => {
  const sure = clip(chance, surest, 1 - surest);
  return Math.log(sure / (1 - sure));
};

/** Platt (1999), fitted on rows that the model was not. A model whose order is upside down keeps its slope. */
export const fitSigmoid = (happened: Numbers, chances: Numbers): Sigmoid => {
  const rows = chances.length;
  const [slope = 1, shift = 0] = fitCoefficients({
    inputs: Float64Array.from(chances, logOdds),
    width: 1,
    targets: Float64Array.from(happened),
    offsets: new Float64Array(rows),
    weight: new Float64Array(rows).fill(1),
    loss: lossFor({ loss: "logistic" }),
    ridge: 1e-6,
  });
  return slope > 0 ? { slope, shift } : { slope: 1, shift: 0 };
};

export const applySigmoid = ({ slope, shift }: Sigmoid, chances: Float64Array): Float64Array =>
  chances.map((chance) => fromScore("logit", slope * logOdds(chance) + shift));

/** A model whose chances are corrected. The order of its rows, and so its reasons, stay. */
export const calibratedModel = (inner: Model, sigmoid: Sigmoid): Model => {
  const { explain } = inner;
  return {
    predict: (inputs) => applySigmoid(sigmoid, inner.predict(inputs)),
    ...(explain && { explain: (inputs: Inputs, row: number) => explain(inputs, row) }),
    ...(inner.explainsSlowly && { explainsSlowly: inner.explainsSlowly }),
    save() {
      const { parts, weights } = nest([inner.save()]);
      return { family: CALIBRATED, settings: { parts, sigmoid }, weights };
    },
  };
};

/** Serves to load saved models: which model is corrected is known only once it is chosen. */
export const calibrated = (known: readonly Family[]): Family => ({
  name: CALIBRATED,
  fit: () => Promise.reject(new Error(`${CALIBRATED} is made from another family's model, not fitted`)),
  load: (saved) => {
    const { parts, sigmoid } = savedSettings(CALIBRATED, saved, Settings);
    const [inner] = loadNested(CALIBRATED, known, parts, saved.weights);
    if (!inner) throw new Error(`${CALIBRATED} holds no model`);
    return calibratedModel(inner, sigmoid);
  },
});
