import { z } from "zod";
import type { Family, Inputs, Model, SavedModel } from "../model.ts";
import { savedSettings } from "../saved-model.ts";
import { combineParts, loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested, shares: z.array(z.number().positive()) });

/** The weight of each family by its name. The weights add up to 1. */
type Shares = ReadonlyMap<string, number>;

export interface Share {
  readonly model: Model;
  readonly share: number;
}

/** The weighted mean of several families, whose errors partly cancel. Families without a share only load models. */
export function blend(name: string, known: readonly Family[], shares: Shares): Family {
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

function loadBlend(name: string, known: readonly Family[], saved: SavedModel): Model {
  const { parts, shares } = savedSettings(name, saved, Settings);
  if (parts.length !== shares.length)
    throw new Error(`${name} has ${parts.length} parts with ${shares.length} shares`);
  const models = loadNested(name, known, parts, saved.weights);
  return blendModel(
    name,
    models.map((model, place) => ({ model, share: shares[place] ?? 0 })),
  );
}

/** Explains, and splits into parts, if all members do. */
export function blendModel(name: string, members: readonly Share[]): Model {
  const shares = members.map(({ share }) => share);
  const mix = (all: readonly Float64Array[]) => weightedSum(all, shares);
  const explainers = members.flatMap(({ model: { explain } }) => (explain ? [explain] : []));
  const withParts = members.flatMap(({ model: { parts } }) => (parts ? [parts] : []));
  return {
    predict: (inputs) => mix(members.map(({ model }) => model.predict(inputs))),
    ...(explainers.length === members.length && {
      explain: (inputs: Inputs, row: number) => mix(explainers.map((explain) => explain(inputs, row))),
    }),
    ...(withParts.length === members.length && {
      parts: (inputs: Inputs) =>
        combineParts(
          withParts.map((parts) => parts(inputs)),
          mix,
        ),
    }),
    save: () => {
      const { parts, weights } = nest(members.map(({ model }) => model.save()));
      return { family: name, settings: { parts, shares }, weights };
    },
  };
}

export function weightedSum(all: readonly Float64Array[], shares: readonly number[]): Float64Array {
  const out = new Float64Array(all[0]?.length ?? 0);
  for (const [place, values] of all.entries())
    for (let at = 0; at < out.length; at++)
      out[at] = (out[at] ?? 0) + (values[at] ?? 0) * (shares[place] ?? 0);
  return out;
}
