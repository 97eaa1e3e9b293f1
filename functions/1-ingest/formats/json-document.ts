import { messageOf, RejectedInput } from "../../../shared/errors.ts";
import { parseJson, type ReadObject, tableOf } from "./json-lines.ts";
import { rowsOf } from "./json-rows.ts";
import { isListOfObjects } from "./json-value.ts";

const mostBytes = 256 * 1024 * 1024;

/** One JSON document with a list of objects, as an API answers: it is held whole. */
export async function* jsonDocumentLines(
  text: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncIterable<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of text) {
    size += chunk.length;
    if (size > mostBytes)
      throw new RejectedInput(
        "a JSON document is read up to 256 MiB; send larger data as JSON Lines, one object on each line",
      );
    chunks.push(chunk);
  }
  yield* tableOf(readObjects(parse(Buffer.concat(chunks).toString("utf8"))), delimiter);
}

/** All objects make the header: they are in memory anyway. */
async function* readObjects(objects: readonly unknown[]): AsyncIterable<ReadObject> {
  for (const [index, one] of objects.entries()) yield { cells: rowsOf(one, `object ${index + 1}`), line: 0 };
}

const parse = (json: string): readonly unknown[] => {
  try {
    return listIn(parseJson(json), 0) ?? [];
  } catch (error) {
    throw new RejectedInput(
      `this is no JSON document, nor JSON Lines with one object on each line: ${messageOf(error)}`,
      { cause: error },
    );
  }
};

/** The document itself, or the largest list of objects in it, or in an object of it: { "data": { "orders": [ … ] } }. */
const listIn = (value: unknown, depth: number): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const inner = Object.values(value);
  const lists = inner.filter(isListOfObjects).toSorted((left, right) => right.length - left.length);
  const isOrder = Object.values(value).some((one) => typeof one === "string" || typeof one === "number");
  if (isOrder && lists.length > 0 && depth === 0 && !Object.keys(value).some((key) => isWrapper.test(key)))
    return [value];
  if (lists[0]) return lists[0];
  return depth > 2 ? undefined : inner.map((one) => listIn(one, depth + 1)).find((one) => one !== undefined);
};

/** What APIs call their list of records. */
const isWrapper =
  /^(data|orders|sales|receipts|invoices|transactions|results|records|value|documents|checks|tickets)$/i;
