import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { messageOf } from "../errors.ts";
import { locatedYaml } from "../located-yaml.ts";
import { remembered } from "../remembered.ts";
import { sha256Of } from "../sha256.ts";
import { ContractDocument } from "./contract-document.ts";
import { reportFaults } from "./contract-fault.ts";
import { documentFaults } from "./document-rules.ts";
import { explainKeys } from "./explain-keys.ts";
import { type Feed, makeFeed } from "./feed.ts";
import { referenceFaults } from "./table-rules.ts";

const Contract = ContractDocument.superRefine(reportFaults(documentFaults));
const builtIn = fileURLToPath(new URL(".", import.meta.url));

/**
 * Reads every contract in the folder. A built-in contract that the folder lacks stays in force: the built-in SQL reads its
 * table. Throws one error that lists all faults, each with its file and line.
 */
export const loadFeeds = (folder: string = builtIn): readonly Feed[] => {
  const own = readFeeds(folder);
  const names = own.map(nameOf);
  const feeds =
    folder === builtIn
      ? own
      : [...own, ...readFeeds(builtIn).filter((feed) => !names.includes(nameOf(feed)))];
  const faults = referenceFaults(feeds);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return feeds;
};

/** DuckDB ignores case in table names. */
const nameOf = ({ name }: Feed): string => name.toLowerCase();

const readFeeds = (folder: string): readonly Feed[] => {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort();
  const faults: string[] = [];
  const feeds = files.flatMap((file) => {
    try {
      const sql = join(folder, file.replace(/\.yaml$/, ".sql"));
      const cleaning = existsSync(sql) ? readFileSync(sql, "utf8") : undefined;
      return [knownContract(readFileSync(join(folder, file), "utf8"), file, cleaning)];
    } catch (error) {
      faults.push(messageOf(error));
      return [];
    }
  });
  const names = feeds.map(nameOf);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) faults.push(`two contracts are named "${twice}"`);
  faults.push(...sharedPaths(feeds));
  if (feeds.length === 0 && faults.length === 0) faults.push(`no contract (*.yaml) in ${folder}`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return feeds;
};

/** A file has one feed: which of two, nothing would tell. */
const sharedPaths = (feeds: readonly Feed[]): readonly string[] => {
  const owner = new Map<string, string>();
  return feeds.flatMap(({ name, paths }) =>
    paths.flatMap(({ template }) => {
      const other = owner.get(template);
      owner.set(template, name);
      return other === undefined || other === name
        ? []
        : [
            `${name}.yaml: paths: "${template}" is a path of ${other} as well: give each feed names of its own`,
          ];
    }),
  );
};

export const parseContract = (text: string, file: string, sql?: string): Feed => {
  const { value, placeOf } = locatedYaml(text, file);
  const parsed = Contract.safeParse(value, { error: explainKeys });
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((issue) => describe(issue, placeOf)).join("\n"));
  return makeFeed(parsed.data, sql);
};

/** A process that opens homes one after the other reads the same built-in contracts for each. */
const knownContract = remembered(parseContract);

const describe = (issue: z.core.$ZodIssue, placeOf: (path: readonly PropertyKey[]) => string): string =>
  `${placeOf(issue.path)}: ${issue.path.join(".") || "document"}: ${issue.message}`;

const usualZone = "Europe/London";

/** A business day is a day in the company's zone: in another zone every file is another reading, and is read again. */
export const inZone = (feeds: readonly Feed[], zone: string): readonly Feed[] =>
  zone === usualZone
    ? feeds
    : feeds.map((feed) => ({
        ...feed,
        digest: sha256Of(`${feed.digest} ${zone}`).slice(0, feed.digest.length),
      }));
