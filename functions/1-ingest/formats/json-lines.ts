import { messageOf, RejectedInput } from "../../../shared/errors.ts";
import { csvLine } from "./csv-text.ts";
import { unwrapDatastream } from "./datastream.ts";

type Cells = Readonly<Record<string, string>>;

/** The keys of so many lines make the header. One that only comes later is an error, which names it. */
const headerLines = 1000;

/**
 * JSON Lines as text: a line per object. A nested object's keys are joined with its own; of a list of objects, each makes
 * a row with what stands beside the list, as the lines of an order do.
 */
export async function* jsonTextLines(
  text: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncIterable<string> {
  const held: Cells[] = [];
  let header: string[] | undefined;
  for await (const rows of objectsIn(text)) {
    if (header) {
      for (const row of rows.cells) yield rowLine(row, header, delimiter, rows.line);
      continue;
    }
    held.push(...rows.cells);
    if (rows.line < headerLines) continue;
    header = headerOf(held);
    yield* textOf(held, header, delimiter);
  }
  if (!header && held.length > 0) yield* textOf(held, headerOf(held), delimiter);
}

const headerOf = (rows: readonly Cells[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

function* textOf(rows: readonly Cells[], header: readonly string[], delimiter: string) {
  yield csvLine(header, delimiter);
  for (const row of rows) yield rowLine(row, header, delimiter, 0);
}

const rowLine = (row: Cells, header: readonly string[], delimiter: string, line: number): string => {
  const late = Object.keys(row).find((key) => !header.includes(key));
  if (late !== undefined)
    throw new RejectedInput(
      `line ${line}: the key "${late}" does not stand in the first ${headerLines} lines`,
    );
  return csvLine(
    header.map((key) => row[key] ?? ""),
    delimiter,
  );
};

async function* objectsIn(
  text: AsyncIterable<Uint8Array>,
): AsyncIterable<{ cells: readonly Cells[]; line: number }> {
  const decoder = new TextDecoder();
  let [open, line] = ["", 0];
  const parsed = (json: string) => ({ cells: rowsOf(parse(json, ++line), line), line });
  for await (const chunk of text) {
    const lines = (open + decoder.decode(chunk, { stream: true })).split("\n");
    open = lines.pop() ?? "";
    for (const one of lines)
      if (one.trim() === "") line++;
      else yield parsed(one);
  }
  if (open.trim() !== "") yield parsed(open);
}

/** Numbers keep the digits that the file has: as floats they would lose some. */
const parse = (json: string, line: number): unknown => {
  try {
    return JSON.parse(json, (_, value, context?: { source?: string }) =>
      typeof value === "number" ? (context?.source ?? String(value)) : value,
    );
  } catch (error) {
    throw new RejectedInput(`line ${line} is not a JSON object: ${messageOf(error)}`, { cause: error });
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isListOfObjects = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

const rowsOf = (parsed: unknown, line: number): readonly Cells[] => {
  if (!isObject(parsed)) throw new RejectedInput(`line ${line} is not a JSON object`);
  const value = unwrapDatastream(parsed);
  const lists = Object.entries(value).filter(([, one]) => isListOfObjects(one));
  if (lists.length > 1)
    throw new RejectedInput(`line ${line} has two lists of objects: ${lists.map(([key]) => key).join(", ")}`);
  const shared = flat(Object.entries(value).filter(([, one]) => !isListOfObjects(one)));
  const [list] = lists;
  if (!list || !isListOfObjects(list[1])) return [shared];
  return list[1].map((item) => ({ ...shared, ...flat(Object.entries(item)) }));
};

const flat = (entries: readonly (readonly [string, unknown])[]): Cells =>
  Object.fromEntries(
    entries.flatMap(([key, value]) =>
      isObject(value)
        ? Object.entries(value).map(([inner, one]) => [`${key}_${inner}`, cellText(one)] as const)
        : [[key, cellText(value)] as const],
    ),
  );

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  return typeof value === "string"
    ? value
    : typeof value === "boolean"
      ? String(value)
      : JSON.stringify(value);
};
