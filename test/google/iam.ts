import type { Rule } from "./rule.ts";

/** Roles of the services that Daybook uses or could use. Look up any other role before you add it. */
const known: Readonly<Record<string, string>> = {
  "": "viewer editor owner browser",
  apigateway: "admin viewer",
  artifactregistry: "reader writer repoAdmin admin",
  bigquery:
    "dataViewer dataEditor dataOwner filteredDataViewer metadataViewer jobUser user readSessionUser admin",
  bigquerydatapolicy: "maskedReader",
  cloudbuild: "builds.builder builds.editor builds.viewer builds.approver",
  cloudfunctions: "viewer invoker developer admin",
  cloudkms: "cryptoKeyEncrypterDecrypter cryptoKeyEncrypter cryptoKeyDecrypter viewer admin",
  cloudscheduler: "viewer jobRunner admin serviceAgent",
  datacatalog: "categoryAdmin categoryFineGrainedReader viewer",
  eventarc: "eventReceiver viewer developer admin serviceAgent",
  iam: "serviceAccountUser serviceAccountTokenCreator serviceAccountOpenIdTokenCreator serviceAccountAdmin workloadIdentityUser securityReviewer securityAdmin",
  iap: "httpsResourceAccessor",
  logging: "logWriter viewer viewAccessor privateLogViewer configWriter admin",
  monitoring: "metricWriter viewer editor alertPolicyEditor admin",
  pubsub: "publisher subscriber viewer editor admin serviceAgent",
  resourcemanager: "projectIamAdmin",
  run: "invoker viewer developer jobsExecutor jobsExecutorWithOverrides admin",
  secretmanager: "secretAccessor viewer admin",
  serviceusage: "serviceUsageConsumer serviceUsageAdmin serviceUsageViewer",
  storage:
    "objectViewer objectUser objectCreator objectAdmin admin legacyBucketReader legacyBucketWriter legacyBucketOwner legacyObjectReader legacyObjectOwner",
};

const roles = new Set(
  Object.entries(known).flatMap(([service, names]) =>
    names.split(" ").map((name) => `roles/${service === "" ? "" : `${service}.`}${name}`),
  ),
);

export const roleRules: readonly Rule<string>[] = [
  {
    name: "role",
    service: "IAM",
    says: "A role that is granted exists.",
    source: "https://cloud.google.com/iam/docs/roles-permissions",
    refuses: (role) => (roles.has(role) ? undefined : role),
  },
];

export const accountIdRules: readonly Rule<string>[] = [
  {
    name: "service-account-id",
    service: "IAM",
    says: "A service account's id is 6 to 30 small letters, digits and dashes, a letter first and no dash last.",
    source: "https://cloud.google.com/iam/docs/service-accounts-create",
    refuses: (id) => (/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(id) ? undefined : `"${id}"`),
  },
];
