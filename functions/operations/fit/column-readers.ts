import { z } from "zod";
import { RejectedInput } from "../../../shared/errors.ts";
import { isUnknown, readAll, type TextColumn } from "./cells.ts";
import { lineNumber } from "./columns.ts";
import { dateNotations, daysIn, notationOf } from "./dates.ts";
import { firstOf, type MadeFeature, timeFeatures } from "./features.ts";
import { Decimals, numberReader } from "./numbers.ts";

/** How the cells of a column become features, the same for the rows of a fit and for later ones. Plain JSON. */
export const ColumnReader = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("number"), name: z.string(), decimals: Decimals }),
  z.strictObject({ kind: z.literal("date"), name: z.string(), notation: z.int(), first: z.number() }),
  /** Each word's number is its place. */
  z.strictObject({ kind: z.literal("words"), name: z.string(), words: z.array(z.string()) }),
]);
export type ColumnReader = z.infer<typeof ColumnReader>;

export const readerOf = (column: TextColumn, decimals: Decimals | undefined): ColumnReader => {
  const { name, cells } = column;
  const dates = daysIn(column);
  if (dates instanceof Float64Array)
    return {
      kind: "date",
      name,
      notation: notationOf(cells, dates),
      first: firstOf(dates.filter(Number.isFinite)),
    };
  if (decimals) return { kind: "number", name, decimals };
  return { kind: "words", name, words: [...new Set(cells.map(wordIn))] };
};

/** An empty cell is a word like any other: that a value is missing may tell something. */
const wordIn = (cell: string): string => (isUnknown(cell) ? "" : cell.trim());

/** The features of a column. `days` are those of the rows, where they have any. */
export const featuresOf = (
  reader: ColumnReader,
  { cells }: TextColumn,
  days: Float64Array | undefined,
): readonly MadeFeature[] => {
  const { name } = reader;
  switch (reader.kind) {
    case "number":
      return [{ name, from: name, values: read(reader.name, cells, numberReader(reader.decimals)) }];
    case "words": {
      const places = new Map(reader.words.map((word, place) => [word, place]));
      return [
        { name, from: name, values: Float64Array.from(cells, (cell) => places.get(wordIn(cell)) ?? -1) },
      ];
    }
    case "date": {
      const own = read(name, cells, dateNotations[reader.notation] ?? (() => Number.NaN));
      return days
        ? [
            {
              name: `${name}: days before`,
              from: name,
              values: days.map((day, row) => day - (own[row] ?? 0)),
            },
          ]
        : timeFeatures(name, own, reader.first);
    }
  }
};

const read = (name: string, cells: readonly string[], one: (cell: string) => number): Float64Array => {
  const values = readAll(cells, one);
  if (values) return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const bad = cells.findIndex((cell) => !isUnknown(cell) && Number.isNaN(one(cell)));
  throw new RejectedInput(
    `column ${name}: line ${lineNumber(bad)} holds "${cells[bad]}", which is not written as in the file that the model was fitted on`,
  );
};
