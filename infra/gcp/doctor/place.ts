import { z } from "zod";
import { broken, fine, type HealthCheck } from "../../../shared/health-check.ts";
import { type AskGoogle, CloudRefusal } from "../ask-google.ts";

export interface CloudPlace {
  readonly project: string;
  readonly region: string;
}

const Billing = z.object({ billingEnabled: z.boolean().default(false) });

/** Without a billing account no service can be switched on. Says nothing where the Cloud Billing API does not answer. */
export const checkBilling = async (
  ask: AskGoogle,
  { project }: CloudPlace,
): Promise<readonly HealthCheck[]> => {
  const answer = await unlessRefused(
    ask(`https://cloudbilling.googleapis.com/v1/projects/${project}/billingInfo`),
  );
  if (answer === undefined) return [];
  return Billing.parse(answer).billingEnabled
    ? [fine("billing", "the project has a billing account")]
    : [
        broken(
          "billing",
          `project ${project} has no billing account, so Google switches on no service`,
          `run \`gcloud billing projects link ${project} --billing-account ACCOUNT\``,
        ),
      ];
};

/** Google's lists of where a service is. BigQuery, Cloud Storage and Pub/Sub are in every region, and have none. */
const listed = {
  "Cloud Run functions": "cloudfunctions.googleapis.com/v2",
  "Cloud Scheduler": "cloudscheduler.googleapis.com/v1",
  Eventarc: "eventarc.googleapis.com/v1",
  "Artifact Registry": "artifactregistry.googleapis.com/v1",
};

const Locations = z.object({
  locations: z.array(z.object({ locationId: z.string() })).default([]),
});

/** Names the services that the region lacks. A service whose API is off is not asked. */
export const checkServices = async (
  ask: AskGoogle,
  { project, region }: CloudPlace,
): Promise<readonly HealthCheck[]> => {
  const found = await Promise.all(
    Object.entries(listed).map(async ([service, api]) => {
      const answer = await unlessRefused(ask(`https://${api}/projects/${project}/locations?pageSize=200`));
      const { locations } = Locations.parse(answer ?? {});
      return {
        service,
        isMissing: answer !== undefined && !locations.some(({ locationId }) => locationId === region),
      };
    }),
  );
  const missing = found.filter(({ isMissing }) => isMissing).map(({ service }) => service);
  return missing.length === 0
    ? [fine("region", region)]
    : [
        broken(
          "region",
          `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not offered in ${region}`,
          "deploy to another region, such as europe-west2: all services must be in the same one",
        ),
      ];
};

const unlessRefused = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CloudRefusal) return undefined;
    throw error;
  }
};
