import { UNIT } from "./bytes.ts";
import type { RecordBuffer } from "./record-buffer.ts";

/** Takes blank fields at the end of the record away, down to so many fields: some programs end each row in a delimiter. */
export const dropBlankFields = (buffer: RecordBuffer, count: number): void => {
  while (buffer.fields + 1 > count && buffer.at === buffer.fieldAt && buffer.fields > 0) {
    buffer.fields--;
    buffer.at--;
    buffer.fieldAt = startOfField(buffer);
  }
};

/** Gives the record other cells. */
export const replaceCells = (buffer: RecordBuffer, cells: readonly string[]): void => {
  const text = cells.join("\x1f").replaceAll("\n", "\x1e").replaceAll("\r", "\x1d");
  buffer.at = buffer.cellsAt;
  buffer.reserve(Buffer.byteLength(text));
  buffer.at += buffer.bytes.write(text, buffer.at);
  buffer.fieldAt = startOfField(buffer);
};

const startOfField = ({ bytes, at, cellsAt }: RecordBuffer): number =>
  Math.max(cellsAt, bytes.lastIndexOf(UNIT, at - 1) + 1);
