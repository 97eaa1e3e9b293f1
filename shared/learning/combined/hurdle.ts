import { z } from "zod";
import { columnOf, onceForOneRow, oneRow, selectExamples } from "../columns.ts";
import type { Examples, Family, Inputs, Model, Parts, SavedModel } from "../model.ts";
import { mean, sum } from "../numbers.ts";
import { savedSettings } from "../saved-model.ts";
import { Nested, nest, unnest } from "./nested.ts";

/** The start of the amount instead of the run-rate: each row's own mean, shrunk to the overall mean. */
const Start = z.strictObject({ mean: z.string(), count: z.string(), everybody: z.number().positive() });
type Start = z.infer<typeof Start>;
export type OwnMean = Pick<Start, "mean" | "count">;

const Settings = z.strictObject({ parts: Nested, start: Start.nullable() });

/**
 * A hurdle model: the chance of any purchase times the amount of a purchase, each learned by its own family. Over a short
 * horizon the run-rate predicts the amount badly; `own` names better features: the mean so far and its count.
 */
export function hurdle(name: string, chance: Family, amount: Family, own?: OwnMean): Family {
  return {
    name,
    fit: async (examples, { tuning, ...options }) => {
      const chanceModel = await chance.fit(withPurchaseAsTarget(examples), {
        ...options,
        ...(tuning && { tuning: withPurchaseAsTarget(tuning) }),
      });
      const buyers = onlyBuyers(examples);
      if (buyers.rows === 0)
        throw new Error(`${name} cannot learn amounts: none of the ${examples.rows} rows bought`);
      const start = meanStart(buyers, own);
      const tuningBuyers = tuning && onlyBuyers(tuning);
      const amountModel = await amount.fit(withStart(buyers, start), {
        ...options,
        ...(tuningBuyers && tuningBuyers.rows > 0 && { tuning: withStart(tuningBuyers, start) }),
      });
      return hurdleModel(name, chanceModel, amountModel, start);
    },
    load: (saved) => loadHurdle(name, chance, amount, saved),
  };
}

function loadHurdle(name: string, chance: Family, amount: Family, saved: SavedModel): Model {
  const { parts, start } = savedSettings(name, saved, Settings);
  const [chanceModel, amountModel] = unnest(parts, saved.weights);
  if (!chanceModel || !amountModel) throw new Error(`a model of ${name} needs a chance and an amount`);
  return hurdleModel(name, chance.load(chanceModel), amount.load(amountModel), start);
}

function hurdleModel(name: string, chanceModel: Model, amountModel: Model, start: Start | null): Model {
  const parts = onceForOneRow((inputs) => ({
    chance: chanceModel.predict(inputs),
    amount: amountModel.predict(withStart(inputs, start)),
  }));
  return {
    parts,
    predict: (inputs) => {
      const { chance, amount } = parts(inputs);
      return amount.map((value, row) => value * (chance[row] ?? 0));
    },
    ...(chanceModel.explain &&
      amountModel.explain && {
        explain: (inputs, row) => {
          const one = oneRow(inputs, row);
          const byChance = chanceModel.explain?.(one, 0);
          const byAmount = amountModel.explain?.(withStart(one, start), 0);
          return byChance && byAmount
            ? effects(parts(one), byChance, byAmount)
            : new Float64Array(inputs.features.length);
        },
      }),
    save: () => {
      const { parts: saved, weights } = nest([chanceModel.save(), amountModel.save()]);
      return { family: name, settings: { parts: saved, start }, weights };
    },
  };
}

/** Multiplies each factor's effects by the midpoint of the other factor, so that the effects add up exactly. */
function effects({ chance, amount }: Parts, byChance: Float64Array, byAmount: Float64Array): Float64Array {
  const meanChance = (chance[0] ?? 0) - sum(byChance) / 2;
  const meanAmount = (amount[0] ?? 0) - sum(byAmount) / 2;
  return byChance.map((part, place) => part * meanAmount + (byAmount[place] ?? 0) * meanChance);
}

function meanStart(buyers: Examples, own: OwnMean | undefined): Start | null {
  if (!own || !buyers.features.includes(own.mean) || !buyers.features.includes(own.count)) return null;
  return { ...own, everybody: mean(buyers.y) };
}

/** The overall mean counts as one more purchase. The start is at least a twentieth of it, because of returns. */
function withStart<Rows extends Inputs>(inputs: Rows, start: Start | null): Rows {
  if (start === null) return inputs;
  const [means, counts] = [columnOf(inputs, start.mean), columnOf(inputs, start.count)];
  const expected = means.map((mean, row) => {
    const count = Number.isNaN(mean) ? 0 : (counts[row] ?? 0);
    const spent = count > 0 ? mean * count : 0;
    return Math.max((spent + start.everybody) / (count + 1), start.everybody / 20);
  });
  return { ...inputs, expected };
}

const withPurchaseAsTarget = (examples: Examples): Examples => ({
  ...examples,
  y: examples.y.map((truth) => (truth > 0 ? 1 : 0)),
});

function onlyBuyers(examples: Examples): Examples {
  const buyers = [...examples.y.keys()].filter((row) => (examples.y[row] ?? 0) > 0);
  return selectExamples(examples, buyers);
}
