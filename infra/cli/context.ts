import { statSync } from "node:fs";
import type { Command } from "commander";
import { type Env, readEnvWith } from "../entry/environment.ts";
import { WrongUsage } from "./entry-point.ts";
import { withHomeSettings } from "./home-settings.ts";
import { outputOf } from "./terminal/output.ts";

/** What every command is given: where the data is, and where to write. */
export type Context = ReturnType<typeof contextOf>;

/** What a command works on: a home on this machine, or a deployment, which its project names. */
interface Places {
  readonly home?: string | undefined;
  readonly contracts?: string | undefined;
  readonly kpis?: string | undefined;
  readonly project?: string | undefined;
  readonly region?: string | undefined;
  readonly bucketPrefix?: string | undefined;
  readonly datasetPrefix?: string | undefined;
  readonly verbose?: boolean | undefined;
}

interface GlobalOptions extends Places {
  readonly json?: boolean;
  readonly wait: number;
}

export const contextOf = (command: Command) => {
  const options = command.optsWithGlobals<GlobalOptions>();
  assertPlaces(options);
  const { json = false, wait } = options;
  const env = envWith(options);
  if (env.PLATFORM === "gcp") assertProject(env.GOOGLE_CLOUD_PROJECT);
  /** How long a command waits for a deployment to finish its work. */
  const waitMs = wait * 60_000;
  return { env, output: outputOf({ json }), waitMs };
};

/** For commands that go from a home to a deployment, and so need both. */
export const homeAndDeployment = (command: Command) => {
  const options = command.optsWithGlobals<GlobalOptions>();
  const { project: _, ...places } = options;
  const deployment = envWith({ ...options, home: undefined });
  if (deployment.PLATFORM !== "gcp") throw new WrongUsage("say with --project where to push to");
  assertProject(deployment.GOOGLE_CLOUD_PROJECT);
  const home = envWith({ ...places, home: places.home ?? deployment.DAYBOOK_HOME });
  return { home, deployment, output: outputOf({ json: options.json ?? false }) };
};

const assertPlaces = ({ home, project, contracts, kpis }: Places): void => {
  if (home !== undefined && project !== undefined)
    throw new WrongUsage("--home and --project exclude each other: a command works on one of them");
  for (const [option, folder] of Object.entries({ contracts, kpis }))
    if (folder !== undefined && !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new WrongUsage(`--${option} ${folder}: there is no such folder`);
};

const assertProject = (project: string): void => {
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))
    throw new WrongUsage(
      `--project ${project}: a project's id has 6 to 30 lower-case letters, digits and dashes`,
    );
};

/** The region that was named, on the command line, by a deployment or in the environment; undefined for a home. */
export const regionOf = (command: Command): string | undefined => {
  const { env } = contextOf(command);
  return (
    command.optsWithGlobals<GlobalOptions>().region ??
    (env.PLATFORM === "gcp" ? env.DAYBOOK_LOCATION : undefined)
  );
};

/** For commands that use only files of this machine. */
export const refuseProject = (command: Command, why: string): void => {
  if (command.optsWithGlobals<GlobalOptions>().project !== undefined)
    throw new WrongUsage(`--project does not go with ${command.name()}: ${why}`);
};

/** How a command is typed from the project's folder. */
export const typed = "npm run daybook --";

export const examples = (...lines: readonly string[]): string =>
  `\nExample${lines.length === 1 ? "" : "s"}:\n${lines.map((line) => `  $ ${typed} ${line}`).join("\n")}`;

type Variables = Readonly<Record<string, string | undefined>>;

const usualRegion = "europe-west2";

/** The environment; options of the command line take precedence. */
export const envWith = (places: Places): Env =>
  readEnvWith((variables) =>
    withHomeSettings({
      ...variables,
      ...placeVariables(places, variables),
      ...(places.contracts === undefined ? {} : { DAYBOOK_CONTRACTS: places.contracts }),
      ...(places.kpis === undefined ? {} : { DAYBOOK_KPIS: places.kpis }),
      ...(places.verbose ? { DAYBOOK_LOG: variables["DAYBOOK_LOG"] ?? "info" } : {}),
    }),
  );

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
