import { messageOf, RejectedInput } from "../../../shared/errors.ts";
import { csvLine } from "./csv-text.ts";
import { type Cells, rowsOf } from "./json-rows.ts";

/** The keys of so many lines make the header: a file is not read twice without need. */
const headerLines = 1000;

/** A key first came after the header was made. The file is read again, with a header of all its keys. */
export class LateKeys extends RejectedInput {
  readonly keys: readonly string[];

  constructor(keys: readonly string[]) {
    super(`the key "${keys.at(-1)}" does not stand in the first ${headerLines} lines`);
    this.keys = keys;
  }
}

/**
 * JSON Lines as text: a line per object. A nested object's keys are joined with its own; of a list of lines of goods, each
 * makes a row with what stands beside the list, as the lines of an order do.
 */
export async function* jsonTextLines(
  text: AsyncIterable<Uint8Array>,
  delimiter: string,
  keys?: readonly string[],
): AsyncIterable<string> {
  yield* tableOf(objectsIn(text), delimiter, keys);
}

/** The rows that one object makes, and where it stands. */
export interface ReadObject {
  readonly cells: readonly Cells[];
  readonly line: number;
}

/** A header of all keys, and a row for each. `keys` are those of the whole file, where it was read before. */
export async function* tableOf(
  objects: AsyncIterable<ReadObject>,
  delimiter: string,
  keys: readonly string[] = [],
): AsyncIterable<string> {
  const held: Cells[] = [];
  let header: Header | undefined;
  for await (const { cells, line } of objects) {
    if (header) {
      const known = header;
      if (cells.some((row) => hasLateKey(row, known))) await readOn(objects, known, cells);
      for (const row of cells) yield rowLine(row, known, delimiter);
      continue;
    }
    held.push(...cells);
    if (line < headerLines) continue;
    header = headerOf(held, keys);
    yield* textOf(held, header, delimiter);
  }
  if (!header && held.length > 0) yield* textOf(held, headerOf(held, keys), delimiter);
}

const hasLateKey = (row: Cells, header: Header): boolean => [...row.keys()].some((key) => !header.has(key));

/** Reads the rest for its keys alone. */
const readOn = async (
  objects: AsyncIterable<ReadObject>,
  header: Header,
  cells: readonly Cells[],
): Promise<never> => {
  const keys = new Set(header.keys());
  const add = (rows: readonly Cells[]) => {
    for (const row of rows) for (const key of row.keys()) keys.add(key);
  };
  add(cells);
  for await (const later of objects) add(later.cells);
  throw new LateKeys([...keys]);
};

/** Each key with its place. */
type Header = ReadonlyMap<string, number>;

const headerOf = (rows: readonly Cells[], keys: readonly string[]): Header => {
  const header = new Map<string, number>();
  for (const named of [...rows.map((row) => row.keys()), keys])
    for (const key of named) if (!header.has(key)) header.set(key, header.size);
  return header;
};

function* textOf(rows: readonly Cells[], header: Header, delimiter: string) {
  yield csvLine([...header.keys()], delimiter);
  for (const row of rows) yield rowLine(row, header, delimiter);
}

const rowLine = (row: Cells, header: Header, delimiter: string): string => {
  const cells = new Array<string>(header.size).fill("");
  for (const [key, text] of row) cells[header.get(key) ?? 0] = text;
  return csvLine(cells, delimiter);
};

async function* objectsIn(text: AsyncIterable<Uint8Array>): AsyncIterable<ReadObject> {
  const decoder = new TextDecoder();
  let [open, line] = ["", 0];
  const parsed = (json: string) => ({ cells: rowsOf(parse(json, ++line), `line ${line}`), line });
  for await (const chunk of text) {
    const lines = (open + decoder.decode(chunk, { stream: true })).split("\n");
    open = lines.pop() ?? "";
    for (const one of lines)
      if (one.trim() === "") line++;
      else yield parsed(one);
  }
  if (open.trim() !== "") yield parsed(open);
}

const parse = (json: string, line: number): unknown => {
  try {
    return parseJson(json);
  } catch (error) {
    throw new RejectedInput(`line ${line} is not a JSON object: ${messageOf(error)}`, { cause: error });
  }
};

/** Numbers keep the digits that the file has: as floats, long ones would lose some. Reading the digits costs, so only then. */
export const parseJson = (json: string): unknown =>
  /\d[\d.]{15}/.test(json)
    ? JSON.parse(json, (_, value, context?: { source?: string }) =>
        typeof value === "number" ? (context?.source ?? String(value)) : value,
      )
    : JSON.parse(json);
