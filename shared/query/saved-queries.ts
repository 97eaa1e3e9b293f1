import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RejectedInput } from "../errors.ts";
import type { Param, Params } from "../ports.ts";

/** A question kept as a file: GoogleSQL, with its parameters in the first comments, and then their defaults: `-- days_back = 30`. */
export interface SavedQuery {
  readonly name: string;
  readonly about: string;
  readonly sql: string;
  readonly parameters: readonly SavedParameter[];
}

export interface SavedParameter {
  readonly name: string;
  readonly type: "STRING" | "INT64" | "FLOAT64" | "BOOL" | "DATE";
  readonly fallback?: string;
}

const builtIn = fileURLToPath(new URL(".", import.meta.url));
const parameter = /@(\w+) (string|int64|float64|bool|date)\b/gi;
const defaultLine = /^-- (\w+) = (.*)$/gm;

export const savedQueries = (folder: string = builtIn): readonly SavedQuery[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const sql = readFileSync(`${folder}/${file}`, "utf8");
      const defaults = new Map([...sql.matchAll(defaultLine)].map(([, name, value]) => [name, value]));
      const [declared = ""] = /^-- @.*$/m.exec(sql) ?? [];
      const parameters = [...declared.matchAll(parameter)].map(([, name = "", type = ""]) => {
        const fallback = defaults.get(name)?.trim();
        return {
          name,
          type: type.toUpperCase() as SavedParameter["type"],
          ...(fallback === undefined ? {} : { fallback }),
        };
      });
      const about = /^-- (?!@|\w+ = )(.*)$/m.exec(sql)?.[1] ?? "";
      return { name: file.replace(/\.sql$/, ""), about, sql, parameters };
    });

export const savedQuery = (name: string, queries: readonly SavedQuery[] = savedQueries()): SavedQuery => {
  const found = queries.find((query) => query.name === name);
  if (!found)
    throw new RejectedInput(
      `"${name}" is no saved query; known are ${queries.map((query) => query.name).join(", ")}`,
    );
  return found;
};

/** The parameters of a saved query from texts, with its defaults. */
export const boundParams = (
  { name, parameters }: SavedQuery,
  given: Readonly<Record<string, string>>,
): Params => {
  const unknown = Object.keys(given).find((key) => !parameters.some((parameter) => parameter.name === key));
  if (unknown !== undefined)
    throw new RejectedInput(
      `${name} takes no parameter "${unknown}"; it takes ${parameters.map((one) => one.name).join(", ") || "none"}`,
    );
  return Object.fromEntries(
    parameters.map((parameter) => {
      const text = given[parameter.name] ?? parameter.fallback;
      if (text === undefined) throw new RejectedInput(`${name} needs the parameter "${parameter.name}"`);
      return [parameter.name, paramOf(parameter, text)];
    }),
  );
};

const forms: Readonly<Record<SavedParameter["type"], RegExp>> = {
  STRING: /^/,
  INT64: /^-?\d{1,18}$/,
  FLOAT64: /^-?\d+(\.\d+)?$/,
  BOOL: /^(true|false)$/,
  DATE: /^\d{4}-\d\d-\d\d$/,
};

const paramOf = ({ name, type }: SavedParameter, text: string): Param => {
  if (!forms[type].test(text) || (type === "DATE" && Number.isNaN(Date.parse(text))))
    throw new RejectedInput(`parameter ${name}: "${text}" is no ${type}`);
  if (type === "INT64" || type === "FLOAT64") return { type, value: Number(text) };
  return { type, value: type === "BOOL" ? text === "true" : text };
};
