import { atMost, type Rule } from "./rule.ts";

const schemas = "https://cloud.google.com/bigquery/docs/schemas#column_names";
const quotas = "https://cloud.google.com/bigquery/quotas";
const rest = "https://cloud.google.com/bigquery/docs/reference/rest/v2";

const reservedPrefixes = ["_PARTITION", "_TABLE_", "_FILE_", "_ROW_TIMESTAMP", "__ROOT__", "_COLIDENTIFIER"];

export const columnNameRules: readonly Rule<string>[] = [
  {
    name: "reserved-column-prefix",
    service: "BigQuery",
    says: `A column's name does not start with ${reservedPrefixes.join(", ")}, in upper or lower case.`,
    // The page names fewer prefixes than the server's own message, which this issue quotes.
    source: "https://github.com/dbt-labs/dbt-external-tables/issues/175",
    refuses: (name) => {
      const prefix = reservedPrefixes.find((reserved) => name.toUpperCase().startsWith(reserved));
      return prefix && `column "${name}" starts with ${prefix}`;
    },
  },
  {
    name: "column-characters",
    service: "BigQuery",
    says: "A column's name is letters, digits and underscores, and does not start with a digit.",
    source: schemas,
    refuses: (name) => (/^[A-Za-z_]\w*$/.test(name) ? undefined : `column "${name}"`),
  },
  {
    name: "column-length",
    service: "BigQuery",
    says: "A column's name has 300 characters at most.",
    source: schemas,
    refuses: ({ length }) => atMost(300, "characters")(length),
  },
];

export interface Table {
  readonly description?: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type?: string;
    readonly description?: string;
  }[];
  readonly partition?: string | null;
  readonly cluster?: readonly string[];
}

export const tableRules: readonly Rule<Table>[] = [
  {
    name: "duplicate-columns",
    service: "BigQuery",
    says: "Two columns do not have the same name, even if the case differs. The same holds for a query's result.",
    source: schemas,
    refuses: ({ columns }) => {
      const seen = new Set<string>();
      const twice = columns.find(({ name }) => seen.size === seen.add(name.toLowerCase()).size)?.name;
      return twice && `column "${twice}" stands there twice`;
    },
  },
  {
    name: "column-count",
    service: "BigQuery",
    says: "A table, or a query's result, has 10,000 columns at most.",
    source: `${quotas}#standard_tables`,
    refuses: ({ columns }) => atMost(10_000, "columns")(columns.length),
  },
  {
    name: "cluster-columns",
    service: "BigQuery",
    says: "A table is clustered by four columns at most.",
    source: "https://cloud.google.com/bigquery/docs/clustered-tables#limitations",
    refuses: ({ cluster = [] }) => atMost(4, "clustering columns")(cluster.length),
  },
  {
    name: "cluster-type",
    service: "BigQuery",
    says: "A table is clustered by columns of its own, none of them a floating-point number.",
    source: "https://cloud.google.com/bigquery/docs/clustered-tables#limitations",
    refuses: ({ columns, cluster = [] }) => {
      const bad = cluster.find((name) => /^(FLOAT|$)/.test(typeOf(columns, name)));
      return bad && `clustered by ${bad}`;
    },
  },
  {
    name: "partition-column",
    service: "BigQuery",
    says: "A table is partitioned by day of a DATE, DATETIME or TIMESTAMP column of its own.",
    source: "https://cloud.google.com/bigquery/docs/partitioned-tables#date_timestamp_partitioned_tables",
    refuses: ({ columns, partition }) =>
      !partition || /^(DATE|DATETIME|TIMESTAMP)$/.test(typeOf(columns, partition))
        ? undefined
        : `partitioned by ${partition}`,
  },
  {
    name: "table-description",
    service: "BigQuery",
    says: "A table's description has 16,384 characters at most.",
    source: `${quotas}#all_tables`,
    refuses: ({ description = "" }) => atMost(16_384, "characters")(description.length),
  },
  {
    name: "column-description",
    service: "BigQuery",
    says: "A column's description has 1,024 characters at most.",
    source: `${quotas}#all_tables`,
    refuses: ({ columns }) =>
      atMost(1024, "characters")(Math.max(0, ...columns.map(({ description = "" }) => description.length))),
  },
];

/** Empty where there is no such column. */
const typeOf = (columns: Table["columns"], name: string): string =>
  columns.find((column) => column.name === name)?.type ?? "";

export const datasetIdRules: readonly Rule<string>[] = [
  {
    name: "dataset-id",
    service: "BigQuery",
    says: "A dataset's id is 1 to 1,024 letters, digits and underscores.",
    source: `${rest}/datasets#DatasetReference`,
    refuses: (id) => (/^\w{1,1024}$/.test(id) ? undefined : `dataset "${id.slice(0, 80)}"`),
  },
];

export const tableIdRules: readonly Rule<string>[] = [
  {
    name: "table-id",
    service: "BigQuery",
    says: "A table's id is letters, marks, digits, connectors, dashes and spaces: 1 to 1,024 UTF-8 bytes.",
    source: "https://cloud.google.com/bigquery/docs/tables#table_naming",
    refuses: (id) =>
      /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]+$/u.test(id) && Buffer.byteLength(id) <= 1024
        ? undefined
        : `table "${id.slice(0, 80)}"`,
  },
];

export const jobIdRules: readonly Rule<string>[] = [
  {
    name: "job-id",
    service: "BigQuery",
    says: "A job's id is 1 to 1,024 letters, digits, underscores and dashes.",
    source: `${rest}/JobReference`,
    refuses: (id) => (/^[\w-]{1,1024}$/.test(id) ? undefined : `job "${id.slice(0, 80)}"`),
  },
];
