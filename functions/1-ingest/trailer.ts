import type { RecordBuffer } from "./record-buffer.ts";
import { damage } from "./record-damage.ts";

/** The row count that the record states if it is the file's closing line. */
export const statedRows = (buffer: RecordBuffer, trailer: string | undefined, line: number) => {
  if (trailer === undefined || buffer.cell(0) !== trailer) return undefined;
  const count = buffer.cells()[1] ?? "";
  if (!/^\d{1,15}$/.test(count)) throw damage.trailerWithoutCount(line);
  return Number(count);
};
