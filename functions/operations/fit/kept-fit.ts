import { z } from "zod";
import { RejectedInput } from "../../../shared/errors.ts";
import type { SavedModel } from "../../../shared/learning/model.ts";
import { Card } from "../../../shared/registry/card.ts";
import type { TextColumn } from "./cells.ts";
import type { FitRequest } from "./fit-table.ts";

/**
 * A model of somebody's own table, as one file. The rows that it was fitted on go with it: what is known of a shop or a
 * customer at a later row is worked out from them.
 */
const KeptFile = z.strictObject({
  schema: z.literal("daybook.fit/v1"),
  request: z.strictObject({
    target: z.string(),
    time: z.string(),
    entity: z.string().optional(),
    classify: z.boolean(),
    testFraction: z.number(),
    knownAfter: z.number(),
  }),
  predicted: z.string().nullable(),
  columns: z.array(z.strictObject({ name: z.string(), cells: z.array(z.string()) })),
  card: Card,
  /** `weights` in base64. */
  model: z.strictObject({ family: z.string(), settings: z.unknown(), weights: z.string() }),
});

export interface KeptFit {
  readonly request: FitRequest;
  /** The class whose chance is predicted; null if the target is a number. */
  readonly predicted: string | null;
  readonly columns: readonly TextColumn[];
  readonly card: Card;
  readonly saved: SavedModel;
}

export const keptText = ({ request, predicted, columns, card, saved }: KeptFit): string => {
  const { family, settings, weights } = saved;
  return JSON.stringify({
    schema: "daybook.fit/v1",
    request,
    predicted,
    columns,
    card,
    model: { family, settings, weights: Buffer.from(weights).toString("base64") },
  });
};

/** Throws if the text is not what `fit --save` wrote. */
export const readKept = (text: string, file: string): KeptFit => {
  const parsed = KeptFile.safeParse(parseJson(text));
  if (!parsed.success)
    throw new RejectedInput(`${file} is not a model that \`daybook fit --save\` wrote, or it was damaged`);
  const { request, predicted, columns, card, model } = parsed.data;
  const { entity, ...others } = request;
  // A copy: a view into a pooled buffer may be misaligned for typed arrays.
  const weights = new Uint8Array(Buffer.from(model.weights, "base64"));
  return {
    request: { ...others, ...(entity === undefined ? {} : { entity }) },
    predicted,
    columns,
    card,
    saved: { family: model.family, settings: model.settings, weights },
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
