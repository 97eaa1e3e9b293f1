import { z } from "zod";
import { oneRow } from "../columns.ts";
import type { Family, Inputs, Model } from "../model.ts";
import { savedSettings } from "../saved-model.ts";
import { loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested });

/** The mean of several families, row by row: their errors partly cancel, and chances stay well calibrated. */
export function average(name: string, members: readonly Family[]): Family {
  return {
    name,
    fit: async (examples, options) => {
      const models: Model[] = [];
      for (const family of members) models.push(await family.fit(examples, options));
      return averageModel(name, models);
    },
    load: (saved) => {
      const { parts } = savedSettings(name, saved, Settings);
      return averageModel(name, loadNested(name, members, parts, saved.weights));
    },
  };
}

function averageModel(name: string, members: readonly Model[]): Model {
  return {
    predict: (inputs) => meanOf(members.map((member) => member.predict(inputs))),
    ...(members.some(({ explain }) => explain) && {
      explain: (inputs: Inputs, row: number) => meanEffects(members, oneRow(inputs, row)),
    }),
    save: () => {
      const { parts, weights } = nest(members.map((member) => member.save()));
      return { family: name, settings: { parts }, weights };
    },
  };
}

/** The mean effects of the members that explain quickly, or else of those that explain at all. */
function meanEffects(members: readonly Model[], one: Inputs): Float64Array {
  const able = members.filter(({ explain }) => explain);
  const quick = able.filter(({ explainsSlowly }) => !explainsSlowly);
  return meanOf(
    (quick.length > 0 ? quick : able).flatMap(({ explain }) => (explain ? [explain(one, 0)] : [])),
  );
}

function meanOf(all: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = all;
  return first.map((_, row) => all.reduce((sum, values) => sum + (values[row] ?? 0), 0) / all.length);
}
