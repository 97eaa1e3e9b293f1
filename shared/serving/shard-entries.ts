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
  const found = entriesIn(bytes);
  // An object lists the keys that are whole numbers first, in whatever order they were written.
  if (found.some(({ id }, place) => place > 0 && byBytes(found[place - 1]?.id ?? "", id) >= 0))
    found.sort((left, right) => byBytes(left.id, right.id));
  const ends = Uint32Array.from(found, ({ end }) => end);
  const starts = Uint32Array.from(found, ({ start }) => start);
  return {
    ids: found.map(({ id }) => id),
    parsed: (place) => JSON.parse(bytes.toString("utf8", starts[place], ends[place])),
  };
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

interface Found {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Reads the outermost level only: within a value it counts brackets, and skips what is quoted. */
const entriesIn = (bytes: Buffer): Found[] => {
  const found: Found[] = [];
  let at = afterSpace(bytes, 0);
  if (bytes[at] !== openBrace) throw noObject();
  at = afterSpace(bytes, at + 1);
  while (bytes[at] !== closeBrace) {
    if (bytes[at] !== quote) throw noObject();
    const keyEnd = afterString(bytes, at);
    const id: string = JSON.parse(bytes.toString("utf8", at, keyEnd));
    at = afterSpace(bytes, keyEnd);
    if (bytes[at] !== colon) throw noObject();
    const start = at + 1;
    at = afterValue(bytes, start);
    found.push({ id, start, end: at });
    if (bytes[at] === comma) at = afterSpace(bytes, at + 1);
  }
  return found;
};

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
