import { type DuckDBDataChunk, type DuckDBResult, DuckDBTypeId } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { Row, Scalar } from "../../shared/ports.ts";
import { scalar } from "./duckdb-values.ts";

/**
 * All rows of an answer. Texts are read by column, straight from DuckDB's memory, and one that repeats itself is read once:
 * answers are sorted, so the same KPI or customer stands in row after row. The client takes four times as long for them, by
 * row and each text anew.
 */
export const readRows = async (result: DuckDBResult): Promise<Row[]> => {
  const names = result.columnNames();
  const isText = names.map((_, column) => result.columnTypeId(column) === DuckDBTypeId.VARCHAR);
  const chunks = await result.fetchAllChunks();
  return chunks.flatMap((chunk) => {
    const columns = isText.map((text, column) => (text ? textsIn(chunk, column) : valuesIn(chunk, column)));
    return Array.from({ length: chunk.rowCount }, (_, at) => {
      const row: Record<string, Scalar> = {};
      for (let column = 0; column < names.length; column++)
        row[names[column] ?? ""] = columns[column]?.[at] ?? null;
      return row;
    });
  });
};

const valuesIn = (chunk: DuckDBDataChunk, column: number): readonly Scalar[] =>
  chunk.getColumnValues(column).map(scalar);

const decoder = new TextDecoder();
/** Of one text: its length, and its bytes if they are few; else its first bytes and where the rest are. */
const wordsPerText = 4;
const bytesPerText = 4 * wordsPerText;
const mostInPlace = 12;

/** https://duckdb.org/docs/stable/clients/c/vector: the layout of strings is part of DuckDB's C interface. */
const textsIn = ({ chunk, rowCount }: DuckDBDataChunk, column: number): readonly Scalar[] => {
  const vector = duckdb.data_chunk_get_vector(chunk, column);
  const data = duckdb.vector_get_data(vector, rowCount * bytesPerText);
  const words = new Int32Array(data.buffer, data.byteOffset, rowCount * wordsPerText);
  // No bits are kept where no value is null.
  const known: Uint8Array | null = duckdb.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8);
  const texts: Scalar[] = [];
  let last = -1;
  for (let row = 0; row < rowCount; row++) {
    if (known && ((known[row >> 3] ?? 0) & (1 << (row & 7))) === 0) texts.push(null);
    else if (last >= 0 && isSame(words, row, last)) texts.push(texts[last] ?? null);
    else {
      texts.push(decoder.decode(bytesAt(data, row, words[row * wordsPerText] ?? 0)));
      last = row;
    }
  }
  return texts;
};

const isSame = (words: Int32Array, one: number, other: number): boolean => {
  for (let word = 0; word < wordsPerText; word++)
    if (words[one * wordsPerText + word] !== words[other * wordsPerText + word]) return false;
  return true;
};

const bytesAt = (data: Uint8Array, row: number, length: number): Uint8Array => {
  const start = row * bytesPerText;
  if (length <= mostInPlace) return data.subarray(start + 4, start + 4 + length);
  return duckdb.get_data_from_pointer(data.buffer as ArrayBuffer, data.byteOffset + start + 8, length);
};
