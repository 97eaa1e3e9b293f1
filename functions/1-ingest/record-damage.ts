import { RejectedInput } from "../../shared/errors.ts";
import { limits } from "./dialect.ts";

const at = (line: number, what: string): RejectedInput => new RejectedInput(`line ${line}: ${what}`);

/** Errors that fail a whole file. Each names the line where a person should look first. */
export const damage = {
  openQuote: (quoteLine: number) =>
    at(quoteLine, "a quote opens here and never closes; the rest of the file cannot be told apart"),
  textAfterQuote: (line: number, quoteLine: number) =>
    line === quoteLine
      ? at(line, "there is text after a closing quote; quotes inside a field must be doubled")
      : at(
          quoteLine,
          `a quote opens here, and where it closes, on line ${line}, text follows; is a quote missing?`,
        ),
  tooLong: (recordLine: number, quoteLine: number | undefined) =>
    quoteLine === undefined
      ? at(recordLine, `a record is longer than ${limits.recordBytes} bytes; is a line break missing?`)
      : at(
          quoteLine,
          `a quote opens here and the record grows past ${limits.recordBytes} bytes; does the quote never close?`,
        ),
  tooManyFields: (line: number, fields: number) =>
    at(line, `${fields} fields; at most ${limits.fields} are read`),
  swallowedLines: (line: number, lastLine: number, fields: number, expected: number) =>
    at(
      line,
      `a quoted field runs on to line ${lastLine}, and the record then has ${fields} fields where the header has ${expected}; is a quote missing?`,
    ),
  controlInHeader: (line: number) =>
    at(
      line,
      "the header holds a control character; UTF-16 without a byte-order mark needs its encoding in the contract",
    ),
  trailerWithoutCount: (line: number) => at(line, "the closing line does not state a row count"),
  afterTrailer: (line: number) => at(line, "there are rows after the closing line"),
};
