import { defineTables } from "../../functions/tables.ts";
import type { Feed } from "../../shared/contracts/feed.ts";
import { historyTable } from "../../shared/contracts/history-tables.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { typeChange } from "../googlesql/alterations.ts";
import { renamedColumn, splitStatements } from "../googlesql/statements.ts";

/** A table as Terraform creates it, column for column as the stages define it. */
export interface TableSchema {
  readonly description: string;
  readonly partition: string | null;
  readonly cluster: readonly string[];
  /** BigQuery refuses a query that does not filter by the partition, before it costs anything. */
  readonly filter: boolean;
  /** Columns that name a person, or hold what a sender wrote about one. */
  readonly personal: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly mode: "NULLABLE" | "REQUIRED";
  }[];
}

/**
 * Tables that grow with every line sold and are only read by file date. The pipeline reads the others whole: prices and
 * rates of any earlier day, a customer's lifetime, a series from its start.
 */
const readByPartition: ReadonlySet<string> = new Set(["raw.transactions", "raw.rejects"]);

/** The scripts that a laptop runs to define all tables. */
const tableScripts = async (feeds: readonly Feed[]): Promise<readonly string[]> => {
  const scripts: string[] = [];
  const refuse = () => Promise.reject(new Error("only definitions are read here"));
  const warehouse: Warehouse = {
    define: async (script) => void scripts.push(script),
    query: refuse,
    run: refuse,
    load: refuse,
    burn: refuse,
  };
  await defineTables({ warehouse, feeds });
  return scripts.flatMap((script) => splitStatements(script));
};

/** Every table of every stage, read from those scripts. */
export const tableSchemas = async (feeds = loadFeeds()): Promise<Readonly<Record<string, TableSchema>>> => {
  const tables: Record<string, Definition> = {};
  for (const statement of await tableScripts(feeds)) read(statement, tables);
  const isPersonal = personalColumns(feeds);
  const described = Object.entries(tables).map(([name, { columns, ...table }]) => {
    const personal = columns.map((each) => each.name).filter((each) => isPersonal(name, each));
    return [name, { ...table, personal, columns }] as const;
  });
  return Object.fromEntries(described.sort(([left], [right]) => (left < right ? -1 : 1)));
};

/** What the definitions say about single columns, by `dataset.table.column`: the comment above each. */
export const columnComments = async (feeds: readonly Feed[]): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (const statement of await tableScripts(feeds)) {
    const table = /create table if not exists (\w+\.\w+) \(/.exec(statement)?.[1];
    if (table === undefined) continue;
    let comment: string[] = [];
    for (const line of statement.split("\n")) {
      const [, said, name] = /^\s*--\s*(.*)$|^\s+(\w+) \w+/.exec(line) ?? [];
      if (said !== undefined) comment.push(said);
      else {
        if (name !== undefined && comment.length > 0) found.set(`${table}.${name}`, comment.join(" "));
        comment = [];
      }
    }
  }
  return found;
};

type Definition = Omit<TableSchema, "personal">;

/** Whatever a sender wrote stands in these columns of these tables. */
const asSent = { tables: ["clean.quarantine", "raw.rejects"], columns: ["record", "value"] };

/** A contract says which columns of its raw table are. Other tables keep a person's id under its name. */
const personalColumns = (feeds: readonly Feed[]) => {
  const raw = new Map(
    feeds.flatMap((feed) => {
      const personal = namesOf(feed.columns);
      const isKeyPersonal = feed.changes?.key.some((name) => personal.includes(name)) ?? false;
      return [
        [feed.table, new Set(personal)] as const,
        [historyTable(feed), new Set([...personal, ...(isKeyPersonal ? ["change_key"] : [])])] as const,
      ];
    }),
  );
  const subjects = new Set(feeds.flatMap(({ subject }) => subject ?? []));
  return (table: string, column: string): boolean =>
    (raw.get(table) ?? subjects).has(column) ||
    (asSent.tables.includes(table) && asSent.columns.includes(column));
};

const namesOf = (columns: Feed["columns"]): string[] => columns.flatMap(({ pii, name }) => (pii ? name : []));

const create =
  /^create table if not exists (\w+\.\w+) \(\n([\s\S]*?)\n\)(?:\npartition by (\w+))?(?:\ncluster by ([\w, ]+))?(?:\noptions \(description = '([^']*)'\))?$/;
const addColumn = /^alter table (\w+\.\w+) add column if not exists (\w+) (\w+)$/;

/** Terraform's tables never had an old name, and have the wider type from their definition. */
const concernsOldTables = (statement: string): boolean =>
  renamedColumn(statement) !== undefined || typeChange(statement) !== undefined;

/** Throws on what it does not know: a definition that Terraform leaves out would only be noticed in production. */
const read = (text: string, tables: Record<string, Definition>): void => {
  const statement = text.replace(/--[^\n]*\n/g, "").trim();
  if (!/^(create table|alter table)/i.test(statement) || /^create (or replace )?temp/i.test(statement))
    return;
  const [, name, columns, partition, cluster, description] = create.exec(statement) ?? [];
  if (name !== undefined && columns !== undefined) {
    tables[name] = {
      description: description ?? `The rows of ${name.split(".")[1]} as their files held them.`,
      partition: partition ?? null,
      cluster: cluster?.split(",").map((column) => column.trim()) ?? [],
      filter: readByPartition.has(name),
      columns: columns.split(",\n").map((line) => column(line.trim())),
    };
    return;
  }
  if (concernsOldTables(statement)) return;
  const [, altered, added, type] = addColumn.exec(statement) ?? [];
  const table = altered === undefined ? undefined : tables[altered];
  if (!table || added === undefined || type === undefined)
    throw new Error(`this definition is not one that terraform can be given: ${statement.slice(0, 200)}`);
  if (!table.columns.some((known) => known.name === added))
    tables[altered ?? ""] = { ...table, columns: [...table.columns, column(`${added} ${type}`)] };
};

/** The names that BigQuery's API returns for these types. Other spellings would show up as a change in every plan. */
const typeNames: Readonly<Record<string, string>> = { int64: "INTEGER", float64: "FLOAT", bool: "BOOLEAN" };

const column = (line: string): TableSchema["columns"][number] => {
  const [, name, type, required] = /^(\w+) (\w+)( not null)?$/.exec(line) ?? [];
  if (name === undefined || type === undefined) throw new Error(`this column is not understood: ${line}`);
  return {
    name,
    type: typeNames[type] ?? type.toUpperCase(),
    mode: required === undefined ? "NULLABLE" : "REQUIRED",
  };
};

/** One column per line, so that a diff shows one change per line. */
export const tablesFile = (tables: Readonly<Record<string, TableSchema>>): string => {
  const entries = Object.entries(tables).map(([name, { columns, ...table }]) => {
    const facts = Object.entries(table).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    );
    const lines = columns.map((one) => `      ${JSON.stringify(one)}`).join(",\n");
    return `  ${JSON.stringify(name)}: {\n${facts.join(",\n")},\n    "columns": [\n${lines}\n    ]\n  }`;
  });
  return `{\n${entries.join(",\n")}\n}\n`;
};
