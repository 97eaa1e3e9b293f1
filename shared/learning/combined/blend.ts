import { z } from "zod";
import type { Family, Inputs, Model, Parts, SavedModel } from "../model.ts";
import { loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested, shares: z.array(z.number().positive()) });

/** What each family's answer counts, by its name. Together they are 1. */
type Shares = ReadonlyMap<string, number>;

interface Share {
  readonly model: Model;
  readonly share: number;
}

/** The mean of several families' answers: their mistakes partly cancel. Those without a share are only known, for loading. */
export function blend(name: string, known: readonly Family[], shares: Shares = equal(known)): Family {
  return {
    name,
    fit: async (examples, options) => {
      const parts: Share[] = [];
      for (const family of known) {
        const share = shares.get(family.name) ?? 0;
        if (share > 0) parts.push({ model: await family.fit(examples, options), share });
      }
      return blended(name, parts);
    },
    load: (saved) => loadBlend(name, known, saved),
  };
}

const equal = (families: readonly Family[]): Shares =>
  new Map(families.map((family) => [family.name, 1 / families.length]));

function loadBlend(name: string, known: readonly Family[], saved: SavedModel): Model {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const { parts, shares } = Settings.parse(saved.settings);
  if (parts.length !== shares.length)
    throw new Error(`${name} has ${parts.length} parts with ${shares.length} shares`);
  return blended(
    name,
    loadNested(name, known, parts, saved.weights).map((model, place) => ({
      model,
      share: shares[place] ?? 0,
    })),
  );
}

/** Reasons and parts are given where all members give them. */
function blended(name: string, members: readonly Share[]): Model {
  const explains = members.flatMap(({ model: { explain }, share }) => (explain ? [{ explain, share }] : []));
  const twoParts = members.flatMap(({ model: { parts }, share }) => (parts ? [{ parts, share }] : []));
  return {
    predict: (inputs) =>
      sumOf(
        members.map(({ model, share }) => ({ values: model.predict(inputs), share })),
        inputs.rows,
      ),
    ...(explains.length === members.length && {
      explain: (inputs: Inputs, row: number) =>
        sumOf(
          explains.map(({ explain, share }) => ({ values: explain(inputs, row), share })),
          inputs.features.length,
        ),
    }),
    ...(twoParts.length === members.length && {
      parts: (inputs: Inputs) =>
        partsOf(
          twoParts.map(({ parts, share }) => ({ ...parts(inputs), share })),
          inputs.rows,
        ),
    }),
    save: () => {
      const { parts, weights } = nest(members.map(({ model }) => model.save()));
      return { family: name, settings: { parts, shares: members.map(({ share }) => share) }, weights };
    },
  };
}

/** The amounts are weighed by their chances, so that chance times amount is still the answer. */
function partsOf(all: readonly (Parts & { readonly share: number })[], rows: number): Parts {
  const chance = sumOf(
    all.map(({ chance: values, share }) => ({ values, share })),
    rows,
  );
  const whole = sumOf(
    all.map((each) => ({
      values: each.amount.map((amount, row) => amount * (each.chance[row] ?? 0)),
      share: each.share,
    })),
    rows,
  );
  return { chance, amount: whole.map((value, row) => (value === 0 ? 0 : value / (chance[row] ?? 0))) };
}

function sumOf(
  answers: readonly { readonly values: Float64Array; readonly share: number }[],
  length: number,
): Float64Array {
  const out = new Float64Array(length);
  for (const { values, share } of answers)
    for (let at = 0; at < length; at++) out[at] = (out[at] ?? 0) + (values[at] ?? 0) * share;
  return out;
}
