import { googleRefuses } from "./google-refuses.ts";
import type { Resource } from "./planned.ts";

/** What Daybook promises about its deployment. Each answers what breaks it: the resource by its address, and how. */
export type Policy = (resources: readonly Resource[]) => readonly string[];

type Check = (resource: Resource) => string | false | undefined;

/** A rule about every resource of some types. */
const every =
  (types: RegExp, check: Check): Policy =>
  (resources) =>
    resources.flatMap((resource) => {
      const fault = types.test(resource.type) && check(resource);
      return fault ? [`${resource.address}: ${fault}`] : [];
    });

/** Every role that is granted to anybody. Another one is a decision, and is made here. */
const roles: ReadonlySet<string> = new Set([
  "roles/storage.objectViewer",
  "roles/storage.objectUser",
  "roles/storage.objectCreator",
  "roles/storage.legacyBucketReader",
  "roles/bigquery.dataViewer",
  "roles/bigquery.dataEditor",
  "roles/bigquery.jobUser",
  "roles/pubsub.publisher",
  "roles/pubsub.subscriber",
  "roles/eventarc.eventReceiver",
  "roles/eventarc.serviceAgent",
  "roles/run.invoker",
  "roles/artifactregistry.writer",
  "roles/logging.logWriter",
  "roles/iam.serviceAccountTokenCreator",
  "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  "roles/datacatalog.categoryFineGrainedReader",
]);

/** Rights on the whole project that are harmless without a right on the data, or cannot be narrower. */
const projectRoles: ReadonlySet<string> = new Set([
  "roles/bigquery.jobUser",
  "roles/eventarc.eventReceiver",
  "roles/eventarc.serviceAgent",
  "roles/logging.logWriter",
  "roles/pubsub.publisher",
]);

/** Tables that are registers or states: one row for each thing there is, looked up by its key, which they are clustered by. */
const readWhole: ReadonlySet<string> = new Set([
  // One row.
  "credit.calendar",
  // A row for each branch and day, written anew.
  "credit.daily",
  // Versions of a row may be of any day: they are found by their key, by which the tables are clustered.
  "clean.accounts_history",
  "clean.credit_notes_history",
  "clean.invoice_line_items_history",
  "clean.invoices_history",
  "clean.payments_history",
  "clean.skus_history",
  "clean.accounts",
  "clean.reference_keys",
  "clean.skus",
  "metrics.customers",
  "metrics.first_orders",
  "metrics.kpi_periods",
  "metrics.kpi_tiers",
  "metrics.tier_changes_due",
  "metrics.tiers",
]);

interface Push {
  readonly push_endpoint?: string;
  readonly uri?: string;
  readonly oidc_token?: readonly { readonly audience?: string }[];
}

export const policies: Readonly<Record<string, Policy>> = {
  "a lost event is delivered again": every(
    /cloudfunctions2_function/,
    ({ values }) =>
      values["event_trigger"]?.some(
        (trigger: { retry_policy: string }) => trigger.retry_policy !== "RETRY_POLICY_RETRY",
      ) && "its trigger does not retry",
  ),
  "a removed file is heard of": every(
    /cloudfunctions2_function/,
    ({ values }) =>
      values["event_trigger"]?.some(({ event_type }: { event_type: string }) =>
        event_type.endsWith(".deleted"),
      ) && "a bucket that keeps versions says archived when a live object is removed, not deleted",
  ),
  "an agent that is created on request has its service's role": (resources) =>
    resources.some(
      ({ type, values }) =>
        type === "google_project_iam_member" && values["role"] === "roles/eventarc.serviceAgent",
    )
      ? []
      : ['google_project_service_identity.agent["eventarc"]: nothing grants it roles/eventarc.serviceAgent'],
  "a load can look at the bucket that it reads": (resources) =>
    resources.some(({ address }) => address.includes('loads_read_staging["clean"]'))
      ? []
      : ['google_storage_bucket.bucket["staging"]: clean lacks storage.buckets.get on it'],
  "an alert's window holds two looks": every(/alert_policy$/, ({ values }) => {
    const [condition] = values["conditions"] ?? [];
    const query: string = condition?.condition_prometheus_query_language?.[0]?.query ?? "";
    const minutes = Number(/\[(\d+)m\]/.exec(query)?.[1] ?? Number.POSITIVE_INFINITY);
    return minutes < 30 && `its ${minutes} minutes miss what is counted every 15`;
  }),
  "a message that fails is kept": every(/pubsub_subscription$/, ({ index, address, values }) => {
    if (values["expiration_policy"]?.[0]?.ttl !== "") return "it expires when it is quiet";
    if (address.includes(".dead[")) return undefined;
    if (!values["dead_letter_policy"]?.length) return `nothing keeps what ${index} cannot do`;
    return !values["retry_policy"]?.length && "it retries without a pause";
  }),
  "a dead-letter topic has a subscription": (resources) => {
    const of = (type: string) =>
      new Set(
        resources.filter(({ address }) => address.startsWith(`${type}.dead[`)).map(({ index }) => index),
      );
    return [...of("google_pubsub_topic")]
      .filter((stage) => !of("google_pubsub_subscription").has(stage))
      .map((stage) => `google_pubsub_topic.dead["${stage}"]: its letters are forgotten at once`);
  },
  "only known roles are given": every(
    /_iam_(member|binding|policy)$/,
    ({ values }) => !roles.has(values["role"]) && `${values["role"]} is not a role that Daybook needs`,
  ),
  "a right on the project is harmless or bounded": every(
    /^google_project_iam_member$/,
    ({ values }) =>
      !projectRoles.has(values["role"]) &&
      !values["condition"]?.length &&
      `${values["role"]} on the whole project, without a condition`,
  ),
  "a grant never takes away another": every(
    /_iam_(binding|policy)$/,
    () => "it is authoritative: it would remove what others granted",
  ),
  "nobody is anybody": every(
    /_iam_/,
    ({ values }) =>
      /^all(Authenticated)?Users$/.test(values["member"] ?? "") && `open to ${values["member"]}`,
  ),
  "buckets are closed": every(/storage_bucket$/, ({ index, values }) => {
    if (values["public_access_prevention"] !== "enforced") return "the public is not kept out";
    if (values["uniform_bucket_level_access"] !== true) return "objects could have rights of their own";
    if (values["force_destroy"]) return "its objects would go with it";
    return index !== "staging" && !values["versioning"]?.[0]?.enabled && "what is overwritten is lost";
  }),
  "functions cost nothing at rest and are somebody": every(
    /cloudfunctions2_function/,
    ({ address, values }) => {
      const service = values["service_config"]?.[0] ?? {};
      if (service.min_instance_count !== 0) return "an instance is paid for while nothing happens";
      if (values["build_config"]?.[0]?.runtime !== "nodejs24")
        return "it runs on another Node than the tests";
      const isInside = address.includes(".inside[");
      return isInside && service.ingress_settings !== "ALLOW_INTERNAL_ONLY" && "the internet reaches it";
    },
  ),
  "whoever calls says who they are": every(/pubsub_subscription$|scheduler_job$/, ({ address, values }) => {
    const push = [...(values["push_config"] ?? []), ...(values["http_target"] ?? [])];
    if (push.some(({ oidc_token }: Push) => !oidc_token?.length)) return "it calls without an identity";
    // Known after apply. Cloud Run refuses a token that was made for another address.
    const elsewhere = push.some(({ push_endpoint, uri, oidc_token }: Push) => {
      const audience = oidc_token?.[0]?.audience;
      const address = push_endpoint ?? uri;
      return audience !== undefined && address !== undefined && !`${address}/`.startsWith(`${audience}/`);
    });
    if (elsewhere) return "its token is for another address than the one it calls";
    return address.includes(".stage[") && push.length === 0 && "it pushes to nobody";
  }),
  "tables are kept and read in parts": every(/bigquery_table$/, ({ index, values }) => {
    if (values["deletion_protection"] !== true) return "a change could delete it with its rows";
    return (
      !readWhole.has(index) && !values["time_partitioning"]?.length && "every query would read all of it"
    );
  }),
  "what is deployed can be told apart": every(
    /storage_bucket$|cloudfunctions2_function|bigquery_(table|dataset)$|pubsub_(topic|subscription)$/,
    ({ values }) => values["labels"]?.app !== "daybook" && "it has no label app = daybook",
  ),
  "Google takes what is planned": every(
    /cloudfunctions2_function$|scheduler_job$|^google_service_account$|_iam_member$/,
    (resource) => googleRefuses(resource)[0],
  ),
  "an alert says what to do": every(/alert_policy$/, ({ values }) => {
    const text: string = values["documentation"]?.[0]?.content ?? "";
    return (
      !["What:", "Look:", "Do:"].every((part) => text.includes(part)) && "its runbook lacks What, Look or Do"
    );
  }),
};

export const faultsOf = (resources: readonly Resource[]): readonly string[] =>
  Object.values(policies).flatMap((policy) => policy(resources));
