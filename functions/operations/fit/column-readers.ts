import { z } from "zod";
import { RejectedInput } from "../../../shared/errors.ts";
import { type Column, isUnknown, type ReadCell, readAll, textsIn } from "./cells.ts";
import { lineNumber } from "./columns.ts";
import { dateNotations, daysIn, notationOf } from "./dates.ts";
import { firstOf, type MadeFeature, timeFeatures } from "./features.ts";
import { Decimals, inSinglePrecision, type NumberReading, numberReader } from "./numbers.ts";

/** How the cells of a column become features, the same for the rows of a fit and for later ones. Plain JSON. */
export const ColumnReader = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("number"),
    name: z.string(),
    decimals: Decimals,
    /** Words that stand for no value. */
    missing: z.array(z.string()).default([]),
  }),
  z.strictObject({ kind: z.literal("date"), name: z.string(), notation: z.int(), first: z.number() }),
  /** Each word's number is its place. */
  z.strictObject({ kind: z.literal("words"), name: z.string(), words: z.array(z.string()) }),
]);
export type ColumnReader = z.infer<typeof ColumnReader>;

export const readerOf = (column: Column, numbers: NumberReading | undefined): ColumnReader => {
  const { name } = column;
  const dates = daysIn(column);
  if (dates instanceof Float64Array)
    return {
      kind: "date",
      name,
      notation: notationOf(textsIn(column), dates),
      first: firstOf(dates.filter(Number.isFinite)),
    };
  if (numbers && !isCode(column))
    return { kind: "number", name, decimals: numbers.decimals, missing: [...numbers.missing] };
  return { kind: "words", name, words: [...new Set(textsIn(column).map(wordIn))] };
};

/** Whole numbers with leading zeros are names, such as postal codes: their order says nothing. */
const isCode = (column: Column): boolean =>
  "cells" in column &&
  column.cells.some((cell) => /^\s*0\d/.test(cell)) &&
  column.cells.every((cell) => isUnknown(cell) || /^\s*\d+\s*$/.test(cell));

/** Whether every row has a word of its own, as names and remarks do: nothing can be learned from them. */
export const isUnique = (reader: ColumnReader, column: Column): boolean =>
  reader.kind === "words" &&
  reader.words.length > 2 &&
  reader.words.filter((word) => word !== "").length ===
    textsIn(column).reduce((known, cell) => known + Number(!isUnknown(cell)), 0);

/** An empty cell is a word like any other: that a value is missing may tell something. */
const wordIn = (cell: string): string => (isUnknown(cell) ? "" : cell.trim());

/** The features of a column. `days` are those of the rows, where they have any. */
export const featuresOf = (
  reader: ColumnReader,
  column: Column,
  days: Float64Array | undefined,
): readonly MadeFeature[] => {
  const { name } = reader;
  switch (reader.kind) {
    case "number":
      return [{ name, from: name, values: numbersOf(reader, column) }];
    case "words": {
      const places = new Map(reader.words.map((word, place) => [word, place]));
      const values = Float64Array.from(textsIn(column), (cell) => places.get(wordIn(cell)) ?? -1);
      return [{ name, from: name, values }];
    }
    case "date": {
      const own = read(column, dateNotations[reader.notation] ?? (() => Number.NaN));
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

const numbersOf = ({ decimals, missing }: NumberColumnReader, column: Column): Float64Array =>
  "numbers" in column
    ? inSinglePrecision(column.numbers)
    : read(column, numberReader(decimals), (cell) => isUnknown(cell) || missing.includes(cell.trim()));

type NumberColumnReader = Extract<ColumnReader, { kind: "number" }>;

const read = (column: Column, one: ReadCell, isMissing = isUnknown): Float64Array => {
  const cells = textsIn(column);
  const values = readAll(cells, one, isMissing);
  if (values) return inSinglePrecision(values);
  const bad = cells.findIndex((cell) => !isMissing(cell) && Number.isNaN(one(cell)));
  throw new RejectedInput(
    `column ${column.name}: line ${lineNumber(bad)} holds "${cells[bad]}", which is not written as in the file that the model was fitted on`,
  );
};
