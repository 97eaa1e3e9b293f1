import { atMost, type Rule } from "./rule.ts";

const quotas = "https://cloud.google.com/bigquery/quotas";
const transactions = "https://cloud.google.com/bigquery/docs/transactions#limitations";

export const limits = {
  partitionsOfOneJob: 4000,
  partitionsOfOneTable: 10_000,
  modificationsADay: 1500,
  partitionModificationsADay: 30_000,
  mutatingAtOnce: 2,
  mutatingQueued: 20,
} as const;

/** What has been done to one table so far. */
export interface Use {
  /** Partitions that one load, or one statement, changes. */
  readonly partitionsOfOneJob?: number;
  readonly partitionsOfOneTable?: number;
  /** Loads, copies and overwriting queries; DML does not count. */
  readonly modificationsADay?: number;
  /** Partitions that loads change. For a partitioned table this limit replaces the one above. */
  readonly partitionModificationsADay?: number;
  /** UPDATE, DELETE and MERGE that wait for their turn. */
  readonly mutatingQueued?: number;
  /** Changes within ten seconds of a table without partitions, DML excepted. */
  readonly changesInTenSeconds?: number;
  readonly partitionedChangesInTenSeconds?: number;
  readonly tablesOfOneTransaction?: number;
  readonly partitionsOfOneTransaction?: number;
}

const quota = (name: string, key: keyof Use, limit: number, says: string, source: string): Rule<Use> => ({
  name,
  service: "BigQuery",
  says,
  source,
  refuses: (use) => atMost(limit, says)(use[key] ?? 0),
});

export const quotaRules: readonly Rule<Use>[] = [
  quota(
    "job-partitions",
    "partitionsOfOneJob",
    limits.partitionsOfOneJob,
    "partitions changed by one job",
    `${quotas}#partitioned_tables`,
  ),
  quota(
    "table-partitions",
    "partitionsOfOneTable",
    limits.partitionsOfOneTable,
    "partitions of one table",
    `${quotas}#partitioned_tables`,
  ),
  quota(
    "table-modifications",
    "modificationsADay",
    limits.modificationsADay,
    "loads of one table a day",
    `${quotas}#standard_tables`,
  ),
  quota(
    "partition-modifications",
    "partitionModificationsADay",
    limits.partitionModificationsADay,
    "partitions of one table loaded a day",
    `${quotas}#partitioned_tables`,
  ),
  quota(
    "dml-queue",
    "mutatingQueued",
    limits.mutatingQueued,
    "DML statements outstanding against one table",
    `${quotas}#data-manipulation-language-statements`,
  ),
  quota(
    "table-update-rate",
    "changesInTenSeconds",
    5,
    "changes of one table in ten seconds",
    `${quotas}#standard_tables`,
  ),
  quota(
    "partitioned-update-rate",
    "partitionedChangesInTenSeconds",
    50,
    "changes of one partitioned table in ten seconds",
    `${quotas}#partitioned_tables`,
  ),
  quota(
    "transaction-tables",
    "tablesOfOneTransaction",
    100,
    "tables changed in one transaction",
    transactions,
  ),
  quota(
    "transaction-partitions",
    "partitionsOfOneTransaction",
    100_000,
    "partitions changed in one transaction",
    transactions,
  ),
];
