import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import { Storage } from "@google-cloud/storage";
import { type GcpEnv, readEnv } from "../../infra/entry/environment.ts";

const roles = ["landing", "staging", "state", "models", "serving"] as const;
type Role = (typeof roles)[number];

/** A bucket for each role and a handful of datasets that nobody else uses, under names made up for this run. */
export interface Place {
  readonly projectId: string;
  readonly location: string;
  readonly buckets: Readonly<Record<Role, string>>;
  readonly datasetPrefix: string;
  readonly datasets: readonly string[];
}

export const plannedPlace = (projectId: string, location: string): Place => {
  const id = randomBytes(5).toString("hex");
  const datasetPrefix = `daybook_smoke_${id}_`;
  const schemas = new Set(tableNames().map((table) => table.split(".")[0]));
  return {
    projectId,
    location,
    buckets: Object.fromEntries(
      roles.map((role) => [role, `daybook-smoke-${id}-${role}`]),
    ) as Place["buckets"],
    datasetPrefix,
    datasets: [...schemas].map((schema) => `${datasetPrefix}${schema}`),
  };
};

/** Those that Terraform makes, which a test holds against what the functions define. */
const tableNames = (): string[] =>
  Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, "../../terraform/tables.json"), "utf8")));

export const environmentOf = (
  { projectId, location, buckets, datasetPrefix }: Place,
  contracts: string,
): GcpEnv => {
  const env = readEnv({
    PLATFORM: "gcp",
    GOOGLE_CLOUD_PROJECT: projectId,
    DAYBOOK_LOCATION: location,
    DAYBOOK_LANDING_BUCKET: buckets.landing,
    DAYBOOK_STAGING_BUCKET: buckets.staging,
    DAYBOOK_STATE_BUCKET: buckets.state,
    DAYBOOK_MODELS_BUCKET: buckets.models,
    DAYBOOK_SERVING_BUCKET: buckets.serving,
    DAYBOOK_DATASET_PREFIX: datasetPrefix,
    DAYBOOK_MAXIMUM_BYTES_BILLED: "1000000000",
    DAYBOOK_CONTRACTS: contracts,
  });
  if (env.PLATFORM !== "gcp") throw new Error("this is about Google Cloud");
  return env;
};

const dayMs = 24 * 60 * 60 * 1000;
const labels = { app: "daybook-smoke" };

/** Everything expires after a day by itself, for the case that this process does not live to remove it. */
export const createPlace = async ({ projectId, location, buckets, datasets }: Place): Promise<void> => {
  const storage = new Storage({ projectId });
  for (const [role, name] of Object.entries(buckets))
    await storage.createBucket(name, {
      location,
      labels,
      versioning: { enabled: role === "landing" },
      iamConfiguration: {
        uniformBucketLevelAccess: { enabled: true },
        publicAccessPrevention: "enforced",
      },
      softDeletePolicy: { retentionDurationSeconds: 0 },
      lifecycle: { rule: [{ action: { type: "Delete" }, condition: { age: 1 } }] },
    });
  const bigQuery = new BigQuery({ projectId, location });
  for (const dataset of datasets)
    await bigQuery.createDataset(dataset, {
      location,
      labels,
      defaultTableExpirationMs: String(dayMs),
    });
};

/** Removes what is there, tries each part whatever becomes of the others, and answers what could not be removed. */
export const removePlace = async ({ projectId, buckets, datasets }: Place): Promise<string[]> => {
  const storage = new Storage({ projectId });
  const bigQuery = new BigQuery({ projectId });
  const left: string[] = [];
  const attempt = async (name: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!isAbsent(error)) left.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  };
  for (const name of Object.values(buckets))
    await attempt(`gs://${name}`, async () => {
      await storage.bucket(name).deleteFiles({ versions: true, force: true });
      await storage.bucket(name).delete();
    });
  for (const dataset of datasets)
    await attempt(`dataset ${dataset}`, () => bigQuery.dataset(dataset).delete({ force: true }));
  return left;
};

const isAbsent = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === 404;
