import { RejectedInput } from "../../../shared/errors.ts";
import { unwrapDatastream } from "./datastream.ts";
import { isListOfObjects, isObject, type JsonObject } from "./json-value.ts";

/** A row by the keys of its values. */
export type Cells = ReadonlyMap<string, string>;

/** What the lines of an order are called. An order may have lists of taxes, payments and parcels, too. */
const lineNames =
  /^(order|sales?|invoice|receipt|cart|basket)?_?(lines?|items?|line_?items?|positions?|positionen|products?|articles?|rows|entries|details?)$/i;

/** The rows of one object: one, or one for each line of its list of lines. */
export const rowsOf = (parsed: unknown, place: string): readonly Cells[] => {
  if (!isObject(parsed)) throw new RejectedInput(`${place} is not a JSON object`);
  const value = unwrapDatastream(parsed);
  const list = listOfLines(value, place);
  const shared = new Map<string, string>();
  for (const [key, one] of Object.entries(value)) if (key !== list) addCells(shared, key, one, 0);
  const lines = list === undefined ? undefined : value[list];
  if (list === undefined || !isListOfObjects(lines)) return [shared];
  return lines.map((line) => {
    const row = new Map(shared);
    // The order has an id and a name, and so have its lines.
    for (const [key, one] of Object.entries(line))
      addCells(row, shared.has(key) ? `${list}_${key}` : key, one, 0);
    return row;
  });
};

/** The one list of objects, or the one that is called as lines are. */
const listOfLines = (value: JsonObject, place: string): string | undefined => {
  const lists = Object.keys(value).filter((key) => isListOfObjects(value[key]));
  const named = Object.keys(value).filter((key) => lineNames.test(key) && Array.isArray(value[key]));
  const [only] = named.length > 0 ? named : lists;
  if (named.length > 1 || (named.length === 0 && lists.length > 1))
    throw new RejectedInput(
      `${place} has two lists of objects: ${lists.join(", ")}; call the list of its lines "lines"`,
    );
  return only;
};

const deepest = 4;

/** A nested object's keys are joined with its own. A list stays a text. */
const addCells = (row: Map<string, string>, key: string, value: unknown, depth: number): void => {
  if (typeof value === "string") row.set(key, value);
  else if (value === null || value === undefined) row.set(key, "");
  else if (isObject(value) && depth < deepest)
    for (const [inner, one] of Object.entries(value)) addCells(row, `${key}_${inner}`, one, depth + 1);
  else row.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
};
