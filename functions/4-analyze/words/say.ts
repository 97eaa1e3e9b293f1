/** How a cell is shown. */
export type Style =
  | "money"
  | "count"
  | "ratio"
  | "share"
  | "points"
  | "percent"
  | "date"
  | "month"
  | "time"
  | "name";

/** A stored or recomputable value, by the name of its cell: see cells.ts. */
export interface CellValue {
  readonly cell: string;
  readonly value: number | string;
  readonly style: Style;
}

/** A cell as it stands in a text. */
export interface Bound extends CellValue {
  readonly shown: string;
}

/** A text in which every number belongs to a cell, in the order of the text. */
export interface Text {
  readonly text: string;
  readonly bound: readonly Bound[];
}

type Part = string | Bound | Text;

/** Joins words and bound numbers. The words themselves must hold no digit. */
export const say = (words: TemplateStringsArray, ...parts: readonly Part[]): Text =>
  join(words.flatMap((piece, index) => (index === 0 ? [piece] : [parts[index - 1] ?? "", piece])));

export const join = (parts: readonly Part[], between = ""): Text => ({
  text: parts.map(textOf).join(between),
  bound: parts.flatMap((part) => {
    if (typeof part === "string") return [];
    return "bound" in part ? part.bound : [part];
  }),
});

const textOf = (part: Part): string => {
  if (typeof part === "string") return part;
  return "bound" in part ? part.text : part.shown;
};

/** The parts that are there, as sentences. */
export const sentences = (...parts: readonly (Text | undefined)[]): Text =>
  join(parts.filter((part) => part !== undefined).map(capitalized), " ");

/** A sentence may begin with a name from data, which keeps its own letters. */
const capitalized = (sentence: Text): Text => {
  const [first] = sentence.bound;
  if (first && sentence.text.startsWith(first.shown)) return sentence;
  return { ...sentence, text: sentence.text.charAt(0).toUpperCase() + sentence.text.slice(1) };
};
