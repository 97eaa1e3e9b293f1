import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, isCollection, isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { messageOf } from "../errors.ts";
import { ContractDocument } from "./contract-document.ts";
import { reportFaults } from "./contract-fault.ts";
import { documentFaults } from "./document-rules.ts";
import { explainKeys } from "./explain-keys.ts";
import { type Feed, makeFeed } from "./feed.ts";
import { referenceFaults } from "./table-rules.ts";

const Contract = ContractDocument.superRefine(reportFaults(documentFaults));
const builtIn = fileURLToPath(new URL(".", import.meta.url));

/** Reads every contract in the folder. Throws one error that lists all faults, each with its file and line. */
export const loadFeeds = (folder: string = builtIn): readonly Feed[] => {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort();
  const faults: string[] = [];
  const feeds = files.flatMap((file) => {
    try {
      const sql = join(folder, file.replace(/\.yaml$/, ".sql"));
      const cleaning = existsSync(sql) ? readFileSync(sql, "utf8") : undefined;
      return [parseContract(readFileSync(join(folder, file), "utf8"), file, cleaning)];
    } catch (error) {
      faults.push(messageOf(error));
      return [];
    }
  });
  // DuckDB ignores case in table names.
  const names = feeds.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) faults.push(`two contracts are named "${twice}"`);
  if (faults.length === 0) faults.push(...referenceFaults(feeds));
  if (feeds.length === 0 && faults.length === 0) faults.push(`no contract (*.yaml) in ${folder}`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return feeds;
};

export const parseContract = (text: string, file: string, sql?: string): Feed => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const broken = document.errors[0];
  if (broken) throw new Error(`${at(broken.pos[0])}: ${broken.message.split("\n")[0]}`);

  const lineOf = (path: readonly PropertyKey[]): string => at(offsetOf(document.contents, path));
  const parsed = Contract.safeParse(plainValue(document, at(0)), { error: explainKeys });
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((issue) => describe(issue, lineOf)).join("\n"));
  return makeFeed(parsed.data, sql);
};

/** Throws on YAML aliases that would expand without end. */
const plainValue = (document: Document, place: string): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    throw new Error(`${place}: ${messageOf(error)}`, { cause: error });
  }
};

/** The offset of the node or of its nearest parent. A custom property is found by its name in the list. */
const offsetOf = (node: unknown, path: readonly PropertyKey[]): number => {
  const own = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  const [key, ...rest] = path;
  if (key === undefined || !isCollection(node)) return own;
  const named = isSeq(node) && typeof key === "string";
  const child = named
    ? node.items.find((item) => isMap(item) && item.get("property") === key)
    : node.get(key, true);
  return child === undefined ? own : Math.max(own, offsetOf(child, named ? ["value", ...rest] : rest));
};

const describe = (issue: z.core.$ZodIssue, lineOf: (path: readonly PropertyKey[]) => string): string =>
  `${lineOf(issue.path)}: ${issue.path.join(".") || "document"}: ${issue.message}`;
