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

/** An entry of terraform/tables.json. */
interface TerraformTable {
  readonly description: string;
  readonly partition: string | null;
  readonly cluster: readonly string[];
  readonly filter: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly mode: string }[];
}

/** Those that Terraform makes, which a test holds against what the functions define. */
const terraformTables = (): Readonly<Record<string, TerraformTable>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../terraform/tables.json"), "utf8"));

const tableNames = (): string[] => Object.keys(terraformTables());

/** As terraform/warehouse.tf asks BigQuery for it. */
const tableRequest = ({ description, partition, cluster, filter, columns }: TerraformTable) => ({
  description,
  schema: { fields: columns.map((column) => ({ ...column })) },
  ...(partition === null ? {} : { timePartitioning: { type: "DAY", field: partition } }),
  ...(cluster.length > 0 && { clustering: { fields: [...cluster] } }),
  ...(filter && { requirePartitionFilter: true }),
});

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

/** The parts of Google's clients that are used here. */
export interface Clients {
  readonly storage: {
    createBucket(name: string, settings: object): Promise<unknown>;
    bucket(name: string): { deleteFiles(query: object): Promise<unknown>; delete(): Promise<unknown> };
  };
  readonly bigQuery: {
    createDataset(name: string, settings: object): Promise<unknown>;
    dataset(name: string): {
      createTable(name: string, settings: object): Promise<unknown>;
      delete(options: object): Promise<unknown>;
    };
  };
}

const clientsOf = ({ projectId, location }: Place): Clients => ({
  // Their own types name every setting there is.
  storage: new Storage({ projectId }) as unknown as Clients["storage"],
  bigQuery: new BigQuery({ projectId, location }) as unknown as Clients["bigQuery"],
});

/** Everything expires after a day by itself, for the case that this process does not live to remove it. */
export const createPlace = async (
  place: Place,
  { storage, bigQuery }: Clients = clientsOf(place),
): Promise<void> => {
  const { location, buckets, datasets, datasetPrefix } = place;
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
  for (const dataset of datasets)
    await bigQuery.createDataset(dataset, { location, labels, defaultTableExpirationMs: String(dayMs) });
  for (const [name, table] of Object.entries(terraformTables())) {
    const [dataset = "", id = ""] = name.split(".");
    await bigQuery.dataset(`${datasetPrefix}${dataset}`).createTable(id, tableRequest(table));
  }
};

/** Removes what is there, tries each part whatever becomes of the others, and answers what could not be removed. */
export const removePlace = async (
  place: Place,
  { storage, bigQuery }: Clients = clientsOf(place),
): Promise<string[]> => {
  const left: string[] = [];
  const attempt = async (name: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!isAbsent(error)) left.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  };
  for (const name of Object.values(place.buckets))
    await attempt(`gs://${name}`, async () => {
      await storage.bucket(name).deleteFiles({ versions: true, force: true });
      await storage.bucket(name).delete();
    });
  for (const dataset of place.datasets)
    await attempt(`dataset ${dataset}`, () => bigQuery.dataset(dataset).delete({ force: true }));
  return left;
};

const isAbsent = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === 404;
