import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from "yaml";
import { messageOf } from "./errors.ts";

/** YAML with the places of its parts, for messages. Throws on what is not YAML. */
export const locatedYaml = (text: string, file: string) => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const line = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const broken = document.errors[0];
  if (broken) throw new Error(`${line(broken.pos[0])}: ${broken.message.split("\n")[0]}`);
  return {
    value: plainValue(document, line(0)),
    /** `file:line` of the node or of its nearest parent. */
    placeOf: (path: readonly PropertyKey[]): string => line(nodeAt(document.contents, path).offset),
    /** `file:line:column` of a character in a text. */
    placeWithin(path: readonly PropertyKey[], at: number): string {
      const { node, offset } = nodeAt(document.contents, path);
      const start = startOfText(text, node, offset);
      if (start === undefined) return `${line(offset)}, character ${at + 1}`;
      const { line: row, col } = lines.linePos(start + at);
      return `${file}:${row}:${col}`;
    },
  };
};

/** Where a text begins in the source; undefined if it is folded or has escapes, so that characters have other places. */
const startOfText = (source: string, node: unknown, offset: number): number | undefined => {
  if (!isScalar(node) || typeof node.value !== "string") return undefined;
  const start = node.type === "PLAIN" ? offset : offset + 1;
  return source.startsWith(node.value, start) ? start : undefined;
};

/** Throws on YAML aliases that would expand without end. */
const plainValue = (document: Document, place: string): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    throw new Error(`${place}: ${messageOf(error)}`, { cause: error });
  }
};

/** The node at a path or its nearest parent. In a list of `{ property, value }` a property is found by its name. */
const nodeAt = (
  node: unknown,
  path: readonly PropertyKey[],
): { readonly node: unknown; readonly offset: number } => {
  const own = { node, offset: isNode(node) ? (node.range?.[0] ?? 0) : 0 };
  const [key, ...rest] = path;
  if (key === undefined || !isCollection(node)) return own;
  const named = isSeq(node) && typeof key === "string";
  const child = named
    ? node.items.find((item) => isMap(item) && item.get("property") === key)
    : node.get(key, true);
  if (child === undefined) return own;
  const found = nodeAt(child, named ? ["value", ...rest] : rest);
  return found.offset < own.offset ? own : found;
};
