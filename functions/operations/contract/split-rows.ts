/** A record of a sample, with the number of the line where it begins. */
export interface SampleRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Splits a sample of unknown structure. It is lenient where ingest is strict: what the draft gets wrong here, ingest
 * reports with its line.
 */
export function* splitRows(text: string, delimiter: string): Generator<SampleRow> {
  const end = `(${RegExp.escape(delimiter)}|\\r\\n?|\\n|$)`;
  const other = `[^${RegExp.escape(delimiter)}\\r\\n]*?`;
  const cell = new RegExp(`[ ]*"((?:[^"]|"")*)"${other}${end}|(${other})${end}`, "y");
  let [line, begun] = [1, 1];
  let cells: string[] = [];
  while (cell.lastIndex < text.length) {
    const [matched = "", quoted, closed, bare, ended] = cell.exec(text) ?? [];
    if (matched === "") break;
    cells.push((quoted?.replaceAll('""', '"') ?? bare ?? "").trim());
    line += lineBreaks(matched);
    if ((closed ?? ended) === delimiter) continue;
    if (cells.some((one) => one !== "")) yield { line: begun, cells };
    [cells, begun] = [[], line];
  }
  // A delimiter at the end of the text is followed by one more, empty cell.
  if (cells.some((one) => one !== "")) yield { line: begun, cells: [...cells, ""] };
}

/** Most cells hold none: they are not split for that. */
const lineBreaks = (text: string): number =>
  text.includes("\n") || text.includes("\r") ? text.split(/\r\n?|\n/).length - 1 : 0;
