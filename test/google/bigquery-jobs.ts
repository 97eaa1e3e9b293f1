import { atMost, type Rule } from "./rule.ts";

const rest = "https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationLoad";
const quotas = "https://cloud.google.com/bigquery/quotas";

/** The part of a load job's configuration that options exclude each other in. */
export interface Load {
  readonly sourceUris: readonly string[];
  readonly sourceFormat?: string;
  readonly destinationTable: { readonly tableId: string };
  readonly writeDisposition?: string;
  readonly schema?: { readonly fields: readonly { readonly name: string }[] };
  readonly autodetect?: boolean;
  readonly schemaUpdateOptions?: readonly string[];
  readonly timePartitioning?: object | undefined;
  readonly rangePartitioning?: object | undefined;
  readonly maxBadRecords?: number;
}

export const loadRules: readonly Rule<Load>[] = [
  {
    name: "source-uri-count",
    service: "BigQuery",
    says: "A load names 10,000 source URIs at most.",
    source: `${quotas}#load_jobs`,
    refuses: ({ sourceUris }) => atMost(10_000, "source URIs")(sourceUris.length),
  },
  {
    name: "source-uri-wildcard",
    service: "BigQuery",
    says: "A source URI has one star at most, after the name of the bucket.",
    source: rest,
    refuses: ({ sourceUris }) => {
      const bad = sourceUris.find((uri) => !/^gs:\/\/[^/*]+\/[^*]*\*?[^*]*$/.test(uri));
      return bad && `source URI ${bad}`;
    },
  },
  {
    name: "source-uri-generation",
    service: "BigQuery",
    says: "A source URI does not name a generation.",
    source: "https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#limitations",
    refuses: ({ sourceUris }) => {
      const bad = sourceUris.find((uri) => /#\d+$/.test(uri));
      return bad && `source URI ${bad}`;
    },
  },
  {
    name: "partition-date",
    service: "BigQuery",
    says: "A load names a daily partition from 1960 to 2159: rows of all other days share one partition.",
    source: "https://cloud.google.com/bigquery/docs/partitioned-tables#date_timestamp_partitioned_tables",
    // The shared partition is documented; that a load cannot name one of its days follows from it.
    suspected: true,
    refuses: ({ destinationTable: { tableId } }) => {
      const [, day] = /\$(\d{8})$/.exec(tableId) ?? [];
      return day !== undefined && (day < "19600101" || day > "21591231") ? tableId : undefined;
    },
  },
  {
    name: "schema-update-disposition",
    service: "BigQuery",
    says: "Schema update options go with WRITE_APPEND, WRITE_TRUNCATE_DATA, or WRITE_TRUNCATE of one partition.",
    source: rest,
    refuses: ({ schemaUpdateOptions = [], writeDisposition = "WRITE_APPEND", destinationTable }) => {
      const isPartition = /\$\d+$/.test(destinationTable.tableId);
      const taken = ["WRITE_APPEND", "WRITE_TRUNCATE_DATA", ...(isPartition ? ["WRITE_TRUNCATE"] : [])];
      return schemaUpdateOptions.length > 0 && !taken.includes(writeDisposition)
        ? `schema update options with ${writeDisposition} of ${destinationTable.tableId}`
        : undefined;
    },
  },
  {
    name: "schema-with-autodetect",
    service: "BigQuery",
    says: "A load gives a schema or asks for its detection, not both.",
    source: "https://cloud.google.com/bigquery/docs/schema-detect",
    suspected: true,
    refuses: ({ schema, autodetect }) => (schema && autodetect ? "a schema with autodetect" : undefined),
  },
  {
    name: "two-partitionings",
    service: "BigQuery",
    says: "A table is partitioned by time or by range, not by both.",
    source: rest,
    refuses: ({ timePartitioning, rangePartitioning }) =>
      timePartitioning && rangePartitioning ? "timePartitioning with rangePartitioning" : undefined,
  },
  {
    name: "bad-records-format",
    service: "BigQuery",
    says: "maxBadRecords is for CSV and NEWLINE_DELIMITED_JSON alone.",
    source: rest,
    refuses: ({ maxBadRecords = 0, sourceFormat = "CSV" }) =>
      maxBadRecords > 0 && !["CSV", "NEWLINE_DELIMITED_JSON"].includes(sourceFormat)
        ? `maxBadRecords with ${sourceFormat}`
        : undefined,
  },
];
