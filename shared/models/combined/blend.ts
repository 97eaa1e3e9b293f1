import { z } from "zod";
import type { Family, Inputs, Model, SavedModel } from "../model.ts";
import { Nested, nest, unnest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested });

/** The plain mean of several families' answers: their mistakes partly cancel. */
export function blend(name: string, members: readonly Family[]): Family {
  return {
    name,
    fit: async (examples, options) => {
      const models: Model[] = [];
      for (const member of members) models.push(await member.fit(examples, options));
      return blendModel(name, models);
    },
    load: (saved) => loadBlend(name, members, saved),
  };
}

function loadBlend(name: string, members: readonly Family[], saved: SavedModel): Model {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const parts = unnest(Settings.parse(saved.settings).parts, saved.weights);
  if (parts.length !== members.length)
    throw new Error(`${name} has ${members.length} members, the saved model ${parts.length}`);
  return blendModel(
    name,
    parts.map((part, place) => {
      const member = members[place];
      if (!member) throw new Error(`${name} has no member ${place}`);
      return member.load(part);
    }),
  );
}

function blendModel(name: string, models: readonly Model[]): Model {
  const explainers = models.flatMap(({ explain }) => (explain ? [explain] : []));
  return {
    predict: (inputs) =>
      meanOf(
        models.map((model) => model.predict(inputs)),
        inputs.rows,
      ),
    ...(explainers.length === models.length && {
      explain: (inputs: Inputs, row: number) =>
        meanOf(
          explainers.map((explain) => explain(inputs, row)),
          inputs.features.length,
        ),
    }),
    save: () => {
      const { parts, weights } = nest(models.map((model) => model.save()));
      return { family: name, settings: { parts }, weights };
    },
  };
}

function meanOf(answers: readonly Float64Array[], length: number): Float64Array {
  const out = new Float64Array(length);
  for (const answer of answers)
    for (let at = 0; at < length; at++) out[at] = (out[at] ?? 0) + (answer[at] ?? 0) / answers.length;
  return out;
}
