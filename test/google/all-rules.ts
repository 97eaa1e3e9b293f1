import { loadRules } from "./bigquery-jobs.ts";
import { columnNameRules, datasetIdRules, jobIdRules, tableIdRules, tableRules } from "./bigquery-names.ts";
import { quotaRules } from "./bigquery-quotas.ts";
import { partitionFilterRules, queryRequestRules, transactionRules } from "./bigquery-statements.ts";
import { functionRules } from "./functions.ts";
import { accountIdRules, roleRules } from "./iam.ts";
import { labelRules } from "./labels.ts";
import { messageRules, subscriptionRules, topicNameRules } from "./pubsub.ts";
import { scheduledJobRules } from "./scheduler.ts";
import { bucketNameRules, notificationRules, objectNameRules, writeRules } from "./storage.ts";

/** Every rule, by the kind of thing that it is about. */
export const allRules = {
  columnName: columnNameRules,
  table: tableRules,
  datasetId: datasetIdRules,
  tableId: tableIdRules,
  jobId: jobIdRules,
  labels: labelRules,
  load: loadRules,
  quota: quotaRules,
  queryRequest: queryRequestRules,
  transaction: transactionRules,
  partitionFilter: partitionFilterRules,
  objectName: objectNameRules,
  write: writeRules,
  bucketName: bucketNameRules,
  notification: notificationRules,
  topicName: topicNameRules,
  message: messageRules,
  subscription: subscriptionRules,
  function: functionRules,
  scheduledJob: scheduledJobRules,
  role: roleRules,
  accountId: accountIdRules,
};
