import { z } from "zod";
import { columnOf, onceForOneRow, oneRow, selectRows } from "../columns.ts";
import type { Examples, Family, Inputs, Model, Parts, SavedModel } from "../model.ts";
import { mean, sum } from "../numbers.ts";
import { Nested, nest, unnest } from "./nested.ts";

/** What the amount starts from instead of the run-rate: each row's own mean, drawn towards everybody's the less it rests on. */
const Start = z.strictObject({ mean: z.string(), count: z.string(), everybody: z.number().positive() });
type Start = z.infer<typeof Start>;
export type OwnMean = Pick<Start, "mean" | "count">;

const Settings = z.strictObject({ parts: Nested, start: Start.nullable() });

/**
 * The chance that anything is bought at all, times the amount if so: each learned by a family of its own. Over a short
 * horizon the run-rate says little of the amount; `own` names the features that say more: the mean so far, and of how many.
 */
export function hurdle(name: string, chance: Family, amount: Family, own?: OwnMean): Family {
  return {
    name,
    fit: async (examples, { tuning, ...options }) => {
      const whether = await chance.fit(didBuy(examples), {
        ...options,
        ...(tuning && { tuning: didBuy(tuning) }),
      });
      const much = buyersOf(examples);
      if (much.rows === 0)
        throw new Error(`${name} cannot learn amounts: none of the ${examples.rows} rows bought`);
      const start = startOf(much, own);
      const later = tuning && buyersOf(tuning);
      const howMuch = await amount.fit(started(much, start), {
        ...options,
        ...(later && later.rows > 0 && { tuning: started(later, start) }),
      });
      return hurdleModel(name, whether, howMuch, start);
    },
    load: (saved) => loadHurdle(name, chance, amount, saved),
  };
}

function loadHurdle(name: string, chance: Family, amount: Family, saved: SavedModel): Model {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const { parts, start } = Settings.parse(saved.settings);
  const [whether, howMuch] = unnest(parts, saved.weights);
  if (!whether || !howMuch) throw new Error(`a model of ${name} needs a chance and an amount`);
  return hurdleModel(name, chance.load(whether), amount.load(howMuch), start);
}

function hurdleModel(name: string, whether: Model, howMuch: Model, start: Start | null): Model {
  const parts = onceForOneRow((inputs) => ({
    chance: whether.predict(inputs),
    amount: howMuch.predict(started(inputs, start)),
  }));
  return {
    parts,
    predict: (inputs) => {
      const { chance, amount } = parts(inputs);
      return amount.map((value, row) => value * (chance[row] ?? 0));
    },
    ...(whether.explain &&
      howMuch.explain && {
        explain: (inputs, row) => {
          const one = oneRow(inputs, row);
          const chances = whether.explain?.(one, 0);
          const amounts = howMuch.explain?.(started(one, start), 0);
          return chances && amounts
            ? reasons(parts(one), chances, amounts)
            : new Float64Array(inputs.features.length);
        },
      }),
    save: () => {
      const { parts: saved, weights } = nest([whether.save(), howMuch.save()]);
      return { family: name, settings: { parts: saved, start }, weights };
    },
  };
}

/** Each factor's reasons count at the middle of what the other one was before and is now: then they add up exactly. */
function reasons({ chance, amount }: Parts, chances: Float64Array, amounts: Float64Array): Float64Array {
  const meanChance = (chance[0] ?? 0) - sum(chances) / 2;
  const meanAmount = (amount[0] ?? 0) - sum(amounts) / 2;
  return chances.map((part, place) => part * meanAmount + (amounts[place] ?? 0) * meanChance);
}

function startOf(buyers: Examples, own: OwnMean | undefined): Start | null {
  if (!own || !buyers.features.includes(own.mean) || !buyers.features.includes(own.count)) return null;
  return { ...own, everybody: mean(buyers.y) };
}

/** Everybody's mean counts as one more purchase. Returns may have eaten up all others: a twentieth of it is the least. */
function started<Rows extends Inputs>(inputs: Rows, start: Start | null): Rows {
  if (start === null) return inputs;
  const [means, counts] = [columnOf(inputs, start.mean), columnOf(inputs, start.count)];
  const expected = means.map((mean, row) => {
    const count = Number.isNaN(mean) ? 0 : (counts[row] ?? 0);
    const spent = count > 0 ? mean * count : 0;
    return Math.max((spent + start.everybody) / (count + 1), start.everybody / 20);
  });
  return { ...inputs, expected };
}

const didBuy = (examples: Examples): Examples => ({
  ...examples,
  y: examples.y.map((truth) => (truth > 0 ? 1 : 0)),
});

function buyersOf(examples: Examples): Examples {
  const buyers = [...examples.y.keys()].filter((row) => (examples.y[row] ?? 0) > 0);
  return {
    ...selectRows(examples, buyers),
    y: Float64Array.from(buyers, (row) => examples.y[row] ?? 0),
    weight: Float64Array.from(buyers, (row) => examples.weight[row] ?? 0),
  };
}
