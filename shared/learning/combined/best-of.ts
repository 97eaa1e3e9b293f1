import { z } from "zod";
import { selectExamples } from "../columns.ts";
import { permutation } from "../metrics/importance.ts";
import type { Examples, Family, FitOptions, Model } from "../model.ts";
import { type Numbers, sum } from "../numbers.ts";
import { stream } from "../random.ts";
import { savedSettings } from "../saved-model.ts";
import { loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested.length(1) });

/** The loss of each row. */
type Loss = (y: Numbers, predicted: Numbers) => Float64Array;

const parts = 5;
/** The choice is made on at most so many rows: it needs no more. */
const enoughRows = 10_000;

/** The variant of a family with the lowest loss in a cross-validation on the rows to fit on, fitted on all of them. */
export function bestOf(name: string, variants: readonly Family[], loss: Loss): Family {
  return {
    name,
    fit: async (examples, options) => {
      const best = await lowestLoss(variants, examples, options, loss);
      return wrapped(name, await best.fit(examples, options));
    },
    load: (saved) => {
      const [model] = loadNested(name, variants, savedSettings(name, saved, Settings).parts, saved.weights);
      if (!model) throw new Error(`the saved model of ${name} is empty`);
      return wrapped(name, model);
    },
  };
}

async function lowestLoss(
  variants: readonly Family[],
  examples: Examples,
  options: FitOptions,
  loss: Loss,
): Promise<Family> {
  const order = permutation(examples.rows, stream(options.seed, "best of")).subarray(0, enoughRows);
  const folds = Array.from({ length: parts }, (_, part) => ({
    fit: selectExamples(
      examples,
      order.filter((_, place) => place % parts !== part),
    ),
    test: selectExamples(
      examples,
      order.filter((_, place) => place % parts === part),
    ),
  }));
  let best: { readonly family: Family; readonly loss: number } | undefined;
  for (const family of variants) {
    let total = 0;
    for (const { fit, test } of folds) {
      const model = await family.fit(fit, options);
      total += sum(loss(test.y, model.predict(test)));
    }
    if (!best || total < best.loss) best = { family, loss: total };
  }
  if (!best) throw new Error("there is no variant to choose from");
  return best.family;
}

const wrapped = (name: string, { save, ...model }: Model): Model => ({
  ...model,
  save: () => {
    const { parts: saved, weights } = nest([save()]);
    return { family: name, settings: { parts: saved }, weights };
  },
});
