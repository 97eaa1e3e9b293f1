import { z } from "zod";
import type { Family, Inputs, Model, Parts, SavedModel } from "../model.ts";
import { savedSettings } from "../saved-model.ts";
import { loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested, shares: z.array(z.number().positive()) });

/** The weight of each family by its name. The weights add up to 1. */
type Shares = ReadonlyMap<string, number>;

interface Share {
  readonly model: Model;
  readonly share: number;
}

/** The weighted mean of several families, whose errors partly cancel. Families without a share only load models. */
export function blend(name: string, known: readonly Family[], shares: Shares = equalShares(known)): Family {
  return {
    name,
    fit: async (examples, options) => {
      const parts: Share[] = [];
      for (const family of known) {
        const share = shares.get(family.name) ?? 0;
        if (share > 0) parts.push({ model: await family.fit(examples, options), share });
      }
      return blendModel(name, parts);
    },
    load: (saved) => loadBlend(name, known, saved),
  };
}

const equalShares = (families: readonly Family[]): Shares =>
  new Map(families.map((family) => [family.name, 1 / families.length]));

function loadBlend(name: string, known: readonly Family[], saved: SavedModel): Model {
  const { parts, shares } = savedSettings(name, saved, Settings);
  if (parts.length !== shares.length)
    throw new Error(`${name} has ${parts.length} parts with ${shares.length} shares`);
  return blendModel(
    name,
    loadNested(name, known, parts, saved.weights).map((model, place) => ({
      model,
      share: shares[place] ?? 0,
    })),
  );
}

/** Explains, and splits into parts, if all members do. */
function blendModel(name: string, members: readonly Share[]): Model {
  const explainers = members.flatMap(({ model: { explain }, share }) =>
    explain ? [{ explain, share }] : [],
  );
  const withParts = members.flatMap(({ model: { parts }, share }) => (parts ? [{ parts, share }] : []));
  return {
    predict: (inputs) =>
      weightedSum(
        members.map(({ model, share }) => ({ values: model.predict(inputs), share })),
        inputs.rows,
      ),
    ...(explainers.length === members.length && {
      explain: (inputs: Inputs, row: number) =>
        weightedSum(
          explainers.map(({ explain, share }) => ({ values: explain(inputs, row), share })),
          inputs.features.length,
        ),
    }),
    ...(withParts.length === members.length && {
      parts: (inputs: Inputs) =>
        blendParts(
          withParts.map(({ parts, share }) => ({ ...parts(inputs), share })),
          inputs.rows,
        ),
    }),
    save: () => {
      const { parts, weights } = nest(members.map(({ model }) => model.save()));
      return { family: name, settings: { parts, shares: members.map(({ share }) => share) }, weights };
    },
  };
}

/** Amounts are weighted by their chances, so that chance times amount still equals the prediction. */
function blendParts(all: readonly (Parts & { readonly share: number })[], rows: number): Parts {
  const chance = weightedSum(
    all.map(({ chance: values, share }) => ({ values, share })),
    rows,
  );
  const whole = weightedSum(
    all.map((each) => ({
      values: each.amount.map((amount, row) => amount * (each.chance[row] ?? 0)),
      share: each.share,
    })),
    rows,
  );
  return { chance, amount: whole.map((value, row) => (value === 0 ? 0 : value / (chance[row] ?? 0))) };
}

function weightedSum(
  predictions: readonly { readonly values: Float64Array; readonly share: number }[],
  length: number,
): Float64Array {
  const out = new Float64Array(length);
  for (const { values, share } of predictions)
    for (let at = 0; at < length; at++) out[at] = (out[at] ?? 0) + (values[at] ?? 0) * share;
  return out;
}
