import { parquetMetadata, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { messageOf, RejectedInput } from "../../../shared/errors.ts";
import { type ReadObject, tableOf } from "./json-lines.ts";
import { rowsOf } from "./json-rows.ts";
import { columnText, textParsers } from "./parquet-values.ts";

type Metadata = ReturnType<typeof parquetMetadata>;
type ColumnValues = ArrayLike<unknown>;

const mebibyte = 1024 * 1024;
/** A group of rows is held whole, as columns. */
const mostCells = 50_000_000;
const maxRatio = 200;
const ratioFrom = 32 * mebibyte;

/** A Parquet file as text, one group of rows after the other. A nested list of lines makes a row for each, as in JSON. */
export async function* parquetLines(bytes: Buffer, delimiter: string): AsyncIterable<string> {
  const file = new Uint8Array(bytes).buffer;
  const metadata = readable(() => parquetMetadata(file));
  yield* tableOf(readRows(file, metadata), delimiter);
}

async function* readRows(file: ArrayBuffer, metadata: Metadata): AsyncIterable<ReadObject> {
  let first = 0;
  const names = metadata.schema
    .filter(({ num_children }) => num_children === undefined)
    .map(({ name }) => name);
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows);
    if (count * names.length > mostCells)
      throw new RejectedInput(
        `a group of ${count} rows with ${names.length} columns is too large to be held: write the file with groups of at most 1,000,000 rows`,
      );
    const columns = await readColumns(file, metadata, [first, first + count]);
    for (let row = 0; row < count; row++) {
      const cells = Object.fromEntries([...columns].map(([name, text]) => [name, text(row)]));
      yield { cells: rowsOf(cells, `row ${first + row + 1}`), line: first + row + 1 };
    }
    first += count;
  }
}

/** The columns of a group: for each, what the cell of a row says. */
const readColumns = async (
  file: ArrayBuffer,
  metadata: Metadata,
  [rowStart, rowEnd]: readonly [number, number],
): Promise<ReadonlyMap<string, (row: number) => unknown>> => {
  const columns = new Map<string, (row: number) => unknown>();
  try {
    await parquetRead({
      ...{ file, metadata, rowStart, rowEnd, compressors: withinRatio, parsers: textParsers },
      onChunk: ({ columnName, columnData, rowStart: from }) => {
        const values: ColumnValues = columnData;
        const text = columnText(metadata.schema.find(({ name }) => name === columnName));
        const before = columns.get(columnName);
        columns.set(columnName, (row) => {
          const place = row + rowStart - from;
          return place < 0 ? before?.(row) : text(values[place]);
        });
      },
    });
  } catch (error) {
    throw asRejected(error);
  }
  return columns;
};

/** A page says how large it becomes: nothing is made room for that no honest file has. */
const withinRatio = Object.fromEntries(
  Object.entries(compressors).map(([name, unpack]) => [
    name,
    (input: Uint8Array, size: number) => {
      if (size > ratioFrom && size > input.length * maxRatio)
        throw new RejectedInput(
          `a page of ${input.length} bytes would grow to ${Math.round(size / mebibyte)} MiB; reading stopped, because more than ${maxRatio} to 1 is an attack or a mistake`,
        );
      return unpack(input, size);
    },
  ]),
);

const readable = <Result>(read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    throw asRejected(error);
  }
};

const asRejected = (error: unknown): RejectedInput =>
  error instanceof RejectedInput
    ? error
    : new RejectedInput(`the Parquet file is damaged or cut short (${messageOf(error)})`, { cause: error });
