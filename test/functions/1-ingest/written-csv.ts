import fc from "fast-check";

/** A CSV file as some program might write it, with what a reader must find in it. */
export interface WrittenCsv {
  readonly text: string;
  readonly delimiter: string;
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abc019") },
  { weight: 3, arbitrary: fc.constantFrom(...'",;|\t') },
  { weight: 2, arbitrary: fc.constantFrom("\n", "\r\n", "\r", " ") },
  { weight: 2, arbitrary: fc.constantFrom("é", "€", "😀", "\u00a0", "ß", "日本") },
);
const cell = fc.string({ unit: character, maxLength: 8 });
const ending = fc.constantFrom("\n", "\r\n", "\r");
/** Blank lines, quotes where none are needed, spaces around a field: all of it must change nothing. */
const habits = fc.record({
  quote: fc.boolean(),
  space: fc.constantFrom("", " ", "   "),
  blankLines: fc.nat({ max: 2 }),
  ending,
});

export const writtenCsv = (columns: number): fc.Arbitrary<WrittenCsv> =>
  fc
    .record({
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      rows: fc.array(
        fc.record({ cells: fc.array(cell, { minLength: columns, maxLength: columns }), habits }),
        { maxLength: 8 },
      ),
      endsInBreak: fc.boolean(),
    })
    .map(({ delimiter, rows, endsInBreak }) => {
      let text = ["a", "b", "c", "d", "e"].slice(0, columns).join(delimiter);
      let line = 1;
      const records = [];
      let end = "\n";
      for (const { cells, habits } of rows) {
        text += end.repeat(1 + habits.blankLines);
        line += 1 + habits.blankLines;
        // A blank line is no row: a record of nothing must be quoted to be one.
        records.push({ line, cells: cells.map((content) => content.replace(/^ +| +$/g, "")) });
        text += cells.map((content) => written(content, delimiter, habits)).join(delimiter);
        line += cells.join(",").match(/\r\n|\r|\n/g)?.length ?? 0;
        end = habits.ending;
      }
      return { text: endsInBreak ? text + end : text, delimiter, records };
    });

const written = (
  content: string,
  delimiter: string,
  { quote, space }: { quote: boolean; space: string },
): string => {
  const needsQuotes = /["\r\n]/.test(content) || content.includes(delimiter) || content === "";
  return quote || needsQuotes
    ? `${space}"${content.replaceAll('"', '""')}"${space}`
    : space + content + space;
};
