/** One record as the scanner reads it. The cells of a number format never hold a quote, so most are copied as they are. */
export const csvLine = (cells: readonly string[], delimiter: string): string =>
  `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\n`;

const csvCell = (cell: string, delimiter: string): string =>
  cell.includes('"') || cell.includes("\n") || cell.includes("\r") || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;

const chunkCharacters = 256 * 1024;

/** Gathers lines into chunks: a chunk per line would cost more than its reading. */
export async function* inChunks(lines: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  let held = "";
  for await (const line of lines) {
    held += line;
    if (held.length < chunkCharacters) continue;
    yield Buffer.from(held);
    held = "";
  }
  if (held !== "") yield Buffer.from(held);
}
