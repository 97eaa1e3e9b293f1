import { DamagedState } from "../errors.ts";
import { byBytes } from "./id-order.ts";

/** The entries of a shard as text. Most questions need one of hundreds: each is parsed only when it is asked for. */
export interface ShardEntries {
  /** In the order of their UTF-8 bytes. */
  readonly ids: readonly string[];
  /** What JSON says at a place of `ids`. */
  parsed(place: number): unknown;
}

/** Throws DamagedState unless the bytes are one JSON object. */
export const shardEntries = (bytes: Buffer): ShardEntries => {
  const { ids, starts, ends } = inOrder(entriesIn(bytes));
  return { ids, parsed: (place) => JSON.parse(bytes.toString("utf8", starts[place], ends[place])) };
};

/** Where the smallest id stands that is not before the given one; the number of ids if all are. */
export const placeFrom = (ids: readonly string[], id: string): number => {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(ids[middle] ?? "", id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Three lists instead of a list of objects: there are hundreds of shards, each with hundreds of entries. */
interface Found {
  readonly ids: string[];
  readonly starts: number[];
  readonly ends: number[];
}

/** An object lists the keys that are whole numbers first, in whatever order they were written. */
const inOrder = (found: Found): Found => {
  const { ids, starts, ends } = found;
  if (ids.every((id, place) => place === 0 || byBytes(ids[place - 1] ?? "", id) < 0)) return found;
  const order = [...ids.keys()].sort((left, right) => byBytes(ids[left] ?? "", ids[right] ?? ""));
  return {
    ids: order.map((place) => ids[place] ?? ""),
    starts: order.map((place) => starts[place] ?? 0),
    ends: order.map((place) => ends[place] ?? 0),
  };
};

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Reads the outermost level only: within a value it counts brackets, and skips what is quoted. */
const entriesIn = (bytes: Buffer): Found => {
  const found: Found = { ids: [], starts: [], ends: [] };
  let at = afterSpace(bytes, 0);
  if (bytes[at] !== openBrace) throw noObject();
  at = afterSpace(bytes, at + 1);
  while (bytes[at] !== closeBrace) {
    if (bytes[at] !== quote) throw noObject();
    const keyEnd = afterString(bytes, at);
    found.ids.push(unquoted(bytes.toString("utf8", at + 1, keyEnd - 1)));
    at = afterSpace(bytes, keyEnd);
    if (bytes[at] !== colon) throw noObject();
    found.starts.push(at + 1);
    at = afterValue(bytes, at + 1);
    found.ends.push(at);
    if (bytes[at] === comma) at = afterSpace(bytes, at + 1);
  }
  return found;
};

const unquoted = (text: string): string => (text.includes("\\") ? JSON.parse(`"${text}"`) : text);

const noObject = () => new DamagedState("a shard is no JSON object: publish again");

const afterSpace = (bytes: Buffer, from: number): number => {
  let at = from;
  while ((bytes[at] ?? quote) <= 0x20) at++;
  return at;
};

/** The quote that ends a string has an even number of backslashes before it. */
const afterString = (bytes: Buffer, from: number): number => {
  for (let at = from; ; ) {
    at = bytes.indexOf(quote, at + 1);
    if (at < 0) throw noObject();
    let escapes = 0;
    while (bytes[at - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
};

/** The comma after a value, or the brace that ends the object. */
const afterValue = (bytes: Buffer, from: number): number => {
  let depth = 0;
  for (let at = from; at < bytes.length; ) {
    const byte = bytes[at];
    if (byte === quote) {
      at = afterString(bytes, at);
      continue;
    }
    if (byte === openBrace || byte === openBracket) depth++;
    else if (depth === 0 && (byte === comma || byte === closeBrace)) return at;
    else if (byte === closeBrace || byte === closeBracket) depth--;
    at++;
  }
  throw noObject();
};
