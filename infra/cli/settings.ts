import { type Env, readEnvWith } from "../entry/environment.ts";

/** What a command works on: a home on this machine, or a deployment, which its project names. */
export interface Places {
  readonly home?: string | undefined;
  readonly contracts?: string | undefined;
  readonly project?: string | undefined;
  readonly region?: string | undefined;
  readonly bucketPrefix?: string | undefined;
  readonly datasetPrefix?: string | undefined;
  readonly verbose?: boolean | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const usualRegion = "europe-west2";

/** The environment; options of the command line take precedence. */
export const envWith = (places: Places): Env =>
  readEnvWith((variables) => ({
    ...variables,
    ...placeVariables(places, variables),
    ...(places.contracts === undefined ? {} : { DAYBOOK_CONTRACTS: places.contracts }),
    ...(places.verbose ? { DAYBOOK_LOG: variables["DAYBOOK_LOG"] ?? "info" } : {}),
  }));

/** A place on the command line wins over one in the environment. */
const placeVariables = (places: Places, variables: Variables): Variables => {
  const { home, project = variables["DAYBOOK_PROJECT"] } = places;
  if (home !== undefined) return { DAYBOOK_HOME: home, PLATFORM: "local" };
  return project === undefined || project === "" ? {} : deploymentVariables(project, places, variables);
};

/** What Terraform gives its functions, derived as terraform/functions.tf derives it. */
const deploymentVariables = (project: string, places: Places, variables: Variables): Variables => {
  const buckets = places.bucketPrefix ?? variables["DAYBOOK_BUCKET_PREFIX"] ?? `${project}-daybook`;
  return {
    PLATFORM: "gcp",
    GOOGLE_CLOUD_PROJECT: project,
    DAYBOOK_LOCATION: places.region ?? variables["DAYBOOK_REGION"] ?? usualRegion,
    DAYBOOK_LANDING_BUCKET: `${buckets}-landing`,
    DAYBOOK_STAGING_BUCKET: `${buckets}-staging`,
    DAYBOOK_STATE_BUCKET: `${buckets}-state`,
    DAYBOOK_MODELS_BUCKET: `${buckets}-models`,
    DAYBOOK_SERVING_BUCKET: `${buckets}-serving`,
    DAYBOOK_DATASET_PREFIX: places.datasetPrefix ?? variables["DAYBOOK_DATASET_PREFIX"],
  };
};
