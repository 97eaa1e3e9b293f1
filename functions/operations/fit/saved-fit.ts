import { z } from "zod";
import { isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { mixCandidate } from "../../../shared/learning/candidate.ts";
import { calibrated } from "../../../shared/learning/combined/calibrated.ts";
import { fitCandidates } from "../../../shared/learning/fit-families.ts";
import { predictionInterval } from "../../../shared/learning/metrics/conformal.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import { Card } from "../../../shared/registry/card.ts";
import { modelText } from "../../../shared/registry/registry.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { sha256Of } from "../../../shared/sha256.ts";
import { type Column, rowsIn, textsIn } from "./cells.ts";
import { ColumnReader, featuresOf } from "./column-readers.ts";
import { timesIn } from "./columns.ts";
import { entityFeatures, timeFeatures } from "./features.ts";
import { inputsOf } from "./fit-table.ts";
import { readNumbers } from "./numbers.ts";
import { afterAll, Memory, StoredMemory } from "./so-far.ts";

/** A fitted model with all that it needs to answer for the rows of another file: one JSON document. */
export const SavedFit = z.strictObject({
  schema: z.literal("daybook.fit/v1"),
  target: z.string(),
  /** The class whose chance is predicted; null if the target is a number. */
  predicted: z.string().nullable(),
  time: z.string().nullable(),
  entity: z.string().nullable(),
  /** The first day of the fit's table. */
  first: z.number(),
  readers: z.array(ColumnReader),
  memory: StoredMemory.nullable(),
  card: Card,
  model: z.strictObject({ family: z.string(), settings: z.unknown(), weights: z.base64() }),
});
export type SavedFit = z.infer<typeof SavedFit>;

export interface RowPrediction {
  /** In the file, without its header, from 1. */
  readonly row: number;
  readonly time?: string;
  readonly entity?: string;
  readonly prediction: number;
  /** 4 in 5 lie between them; absent for a chance. */
  readonly low80?: number;
  readonly high80?: number;
}

/** Parses a saved fit. Throws RejectedInput if the text is none, or was changed. */
export const openFit = (text: string, name: string): SavedFit => {
  const { success, data, error } = SavedFit.safeParse(parsed(text));
  if (!success)
    throw new RejectedInput(`${name} is not a model that \`daybook fit --save\` wrote`, { cause: error });
  const weights = Buffer.from(data.model.weights, "base64");
  const { family, settings } = data.model;
  const { digests } = data.card;
  if (
    sha256Of(modelText({ family, settings, weights })) !== digests.model ||
    sha256Of(weights) !== digests.weights
  )
    throw new RejectedInput(
      `${name} was damaged or changed: its model is not what its card says; fit it again`,
    );
  return data;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Answers for each row of another file with the columns that the fit had. The target is what is asked: if the file has it, it is
 * not looked at.
 */
export const applyFit = (fit: SavedFit, columns: readonly Column[]): readonly RowPrediction[] => {
  const { inputs, days, entities } = readInputs(fit, columns);
  const { family, settings, weights } = fit.model;
  const saved = { family, settings, weights: new Uint8Array(Buffer.from(weights, "base64")) };
  const model = openModel({ card: fit.card, saved }, familiesOf(fit), inputs.features);
  const { intervals } = fit.card;
  return Array.from(model.predict(inputs), (prediction, row) => ({
    row: row + 1,
    ...(days && { time: isoDate(days[row] ?? 0) }),
    ...(entities && { entity: entities[row] ?? "" }),
    prediction,
    ...(intervals && rangeOf(predictionInterval(intervals.calibration, prediction))),
  }));
};

const rangeOf = ({ low80, high80 }: ReturnType<typeof predictionInterval>) => ({ low80, high80 });

const readInputs = ({ readers, time, entity, memory, first }: SavedFit, columns: readonly Column[]) => {
  const rows = columns[0] ? rowsIn(columns[0]) : 0;
  if (rows === 0) throw new RejectedInput("there are no rows to predict");
  const named = (name: string): Column => {
    const found = columns.find((column) => column.name === name);
    if (found) return found;
    throw new RejectedInput(`the rows lack the column ${name}, which the model was fitted with`);
  };
  const times = time === null ? undefined : named(time);
  const days = times && timesIn(times, readNumbers([times]).get(times)?.values);
  const entities = entity === null ? undefined : textsIn(named(entity));
  const past = memory && entities && days && afterAll(Memory.open(memory), entities, days);
  const features = [
    ...(days ? timeFeatures("time", days, first) : []),
    ...(past ? entityFeatures(past) : []),
    ...readers.flatMap((reader) => featuresOf(reader, named(reader.name), days)),
  ];
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  return { inputs: inputsOf(features, order), days, entities };
};

/** Every family of a fit's models, by the name under which it is saved. */
const familiesOf = ({ card, readers }: SavedFit) => {
  const words = readers.filter(({ kind }) => kind === "words").map(({ name }) => name);
  const candidates = fitCandidates({ rows: 0, words }, card.target.kind);
  const own = [...candidates, mixCandidate(candidates)].map(({ family }) => family);
  const rule = rules(card.family, { rule: "zero" });
  return new Map([rule, ...own, calibrated(own)].map((family) => [family.name, family] as const));
};
