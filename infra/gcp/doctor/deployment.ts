import { z } from "zod";
import { broken, fine, type HealthCheck, look } from "../../../shared/health-check.ts";
import type { Clock } from "../../../shared/ports.ts";
import { type AskGoogle, CloudRefusal } from "../ask-google.ts";
import { checkDeadLetters } from "./dead-letters.ts";
import { checkBilling, checkServices } from "./place.ts";

/** The names that Terraform gave. */
export interface CloudNames {
  readonly project: string;
  readonly region: string;
  readonly bucketPrefix: string;
  readonly datasetPrefix: string;
  /** `dataset.table` of everything that the stages define. */
  readonly tables: readonly string[];
  readonly topics: readonly string[];
  /** Topics of news, to which nobody needs to listen. */
  readonly told: readonly string[];
}

export const bucketNames = ["landing", "staging", "state", "models", "serving", "source"] as const;
const apis = [
  "bigquery",
  "cloudfunctions",
  "cloudscheduler",
  "eventarc",
  "monitoring",
  "pubsub",
  "run",
  "storage",
];

/** Checks what a deployment needs, with Google's APIs: project, APIs, buckets, datasets, topics, dead-letter messages. */
export const examineCloud = async (
  ask: AskGoogle,
  names: CloudNames,
  clock: Clock,
): Promise<readonly HealthCheck[]> => {
  const project = await checking(`project ${names.project}`, () => checkProject(ask, names));
  // Without the project every other check would fail in the same way.
  if (project.some(({ state }) => state === "broken")) return project;
  const rest = await Promise.all([
    checking("billing", () => checkBilling(ask, names)),
    checking("region", () => checkServices(ask, names)),
    checking("APIs", () => checkApis(ask, names)),
    ...bucketNames.map((name) => checking(`bucket ${name}`, () => checkBucket(ask, names, name))),
    ...datasetNames(names).map((dataset) =>
      checking(`dataset ${dataset}`, () => checkDataset(ask, names, dataset)),
    ),
    ...names.topics.map((topic) => checking(`topic ${topic}`, () => checkTopic(ask, names, topic))),
    ...names.told.map((topic) => checking(`topic ${topic}`, () => checkTold(ask, names, topic))),
    checking("dead letters", () => checkDeadLetters(ask, clock, names)),
  ]);
  return [...project, ...rest.flat()];
};

const checking = async (
  check: string,
  see: () => Promise<HealthCheck | readonly HealthCheck[]>,
): Promise<readonly HealthCheck[]> => {
  try {
    return [await see()].flat();
  } catch (error) {
    if (!(error instanceof CloudRefusal)) throw error;
    return [broken(check, error.message, error.todo)];
  }
};

const checkProject = async (ask: AskGoogle, { project }: CloudNames): Promise<HealthCheck> => {
  const answer = await ask(`https://cloudresourcemanager.googleapis.com/v1/projects/${project}`).catch(
    // Google does not tell the two cases apart.
    explained(
      [403, 404],
      (message) => `it does not exist, or you may not see it: ${message}`,
      `check its id, or run \`gcloud projects create ${project}\``,
    ),
  );
  const found = z.object({ lifecycleState: z.string(), projectNumber: z.string() }).parse(answer);
  const check = `project ${project}`;
  return found.lifecycleState === "ACTIVE"
    ? fine(check, `number ${found.projectNumber}`)
    : broken(check, `it is ${found.lifecycleState}`, `run \`gcloud projects undelete ${project}\``);
};

const checkApis = async (ask: AskGoogle, { project }: CloudNames): Promise<HealthCheck> => {
  const url = `https://serviceusage.googleapis.com/v1/projects/${project}/services?filter=state:ENABLED&pageSize=200`;
  const { services } = Services.parse(await ask(url));
  const on = new Set(services.map(({ name }) => name.split("/").at(-1)));
  const off = apis.map((api) => `${api}.googleapis.com`).filter((api) => !on.has(api));
  return off.length === 0
    ? fine("APIs", `${apis.length} are on`)
    : broken(
        "APIs",
        `off: ${off.join(", ")}`,
        `run \`gcloud services enable ${off.join(" ")} --project ${project}\``,
      );
};

const Services = z.object({ services: z.array(z.object({ name: z.string() })).default([]) });

const checkBucket = async (
  ask: AskGoogle,
  { bucketPrefix, region, project }: CloudNames,
  kind: string,
): Promise<HealthCheck> => {
  const name = `${bucketPrefix}-${kind}`;
  const answer = await ask(`https://storage.googleapis.com/storage/v1/b/${name}`).catch(
    // Bucket names are global: another owner's bucket answers 403, whatever rights this project has.
    explained(
      [403],
      () => `gs://${name} does not belong to ${project}, or you may not see it`,
      "if another project owns the name, set bucket_prefix and apply",
    ),
  );
  return checkRegion(`bucket ${kind}`, `gs://${name}`, Located.parse(answer).location, region);
};

/** Rethrows a refusal with one of these statuses in words that fit what was asked. */
const explained =
  (statuses: readonly number[], says: (message: string) => string, todo: string) =>
  (error: unknown): never => {
    if (error instanceof CloudRefusal && error.status !== undefined && statuses.includes(error.status))
      throw new CloudRefusal(error.status, says(error.message), todo);
    throw error;
  };

const Located = z.object({ location: z.string() });

const datasetNames = ({ tables }: CloudNames): string[] => [
  ...new Set(tables.map((table) => table.split(".")[0] ?? "")),
];

const checkDataset = async (
  ask: AskGoogle,
  { project, datasetPrefix, region, tables }: CloudNames,
  dataset: string,
): Promise<readonly HealthCheck[]> => {
  const url = `https://bigquery.googleapis.com/bigquery/v2/projects/${project}/datasets/${datasetPrefix}${dataset}`;
  const { location } = Located.parse(await ask(url));
  const found = Tables.parse(await ask(`${url}/tables?maxResults=1000`));
  const known = new Set(found.tables.map(({ tableReference }) => `${dataset}.${tableReference.tableId}`));
  const missing = tables.filter((table) => table.startsWith(`${dataset}.`) && !known.has(table));
  return [
    checkRegion(`dataset ${dataset}`, `${datasetPrefix}${dataset}`, location, region),
    ...(missing.length === 0
      ? []
      : [broken(`dataset ${dataset}`, `lacks ${missing.join(", ")}`, "run `terraform apply`")]),
  ];
};

const Tables = z.object({
  tables: z.array(z.object({ tableReference: z.object({ tableId: z.string() }) })).default([]),
});

const checkRegion = (check: string, name: string, location: string, region: string): HealthCheck =>
  location.toLowerCase() === region
    ? fine(check, name)
    : broken(
        check,
        `${name} is in ${location.toLowerCase()}, but everything else is in ${region}`,
        "a bucket, its trigger and the tables must share a region: use its region everywhere, or another prefix",
      );

const checkTopic = async (ask: AskGoogle, { project }: CloudNames, topic: string): Promise<HealthCheck> => {
  const base = `https://pubsub.googleapis.com/v1/projects/${project}`;
  await ask(`${base}/topics/${topic}`);
  const { state, pushConfig } = Subscription.parse(await ask(`${base}/subscriptions/${topic}`));
  await ask(`${base}/subscriptions/${topic}-dead`);
  return state === "ACTIVE" && pushConfig
    ? fine(`topic ${topic}`, "it pushes, and keeps failed messages")
    : look(
        `topic ${topic}`,
        `its subscription is ${state}${pushConfig ? "" : " and has no push endpoint"}`,
        "run `terraform apply`",
      );
};

/** Without it, serious findings are told to nobody. Whether somebody listens is theirs to see. */
const checkTold = async (ask: AskGoogle, { project }: CloudNames, topic: string): Promise<HealthCheck> => {
  await ask(`https://pubsub.googleapis.com/v1/projects/${project}/topics/${topic}`);
  return fine(`topic ${topic}`, "serious findings are told there");
};

const Subscription = z.object({
  state: z.string().default("ACTIVE"),
  pushConfig: z.object({ pushEndpoint: z.string() }).optional(),
});
