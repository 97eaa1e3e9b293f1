import { BigQuery } from "@google-cloud/bigquery";
import { askGoogle } from "../../infra/gcp/ask-google.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { missingColumns, pruning, temporaryTables } from "./open-questions.ts";
import type { Place } from "./place.ts";

/** Something that Google is suspected to refuse or to do, and what this project says about it. */
export interface Suspicion {
  readonly title: string;
  /** Answers the verdict, or throws if Daybook would not work. Absent if nothing here can ask. */
  readonly ask?: (platform: Platform, place: Place) => Promise<string>;
  /** Why it cannot be asked, and what makes it safe all the same. */
  readonly safeBy?: string;
}

/** Every row of what was suspected when the project was read against Google's pages, and what no emulator can tell. */
export const suspicions: readonly Suspicion[] = [
  {
    title: "Cloud Build answers in this region",
    ask: async (_, { projectId, location }) => {
      const url = `https://cloudbuild.googleapis.com/v1/projects/${projectId}/locations/${location.toLowerCase()}/builds?pageSize=1`;
      await askGoogle(projectId)(url);
      return "yes; whether a new project may build here shows its first deployment";
    },
    safeBy: "The README names a region that is not among the restricted ones.",
  },
  { title: "a script makes temporary tables inside its transaction", ask: temporaryTables },
  { title: "one load takes Parquet parts of which some lack a column", ask: missingColumns },
  {
    title: "a load needs storage.buckets.get on the bucket it reads",
    safeBy:
      "These credentials have every right on the bucket. terraform/object-store.tf grants legacyBucketReader.",
  },
  {
    title: "BigQuery's own identity exists before a key is granted to it",
    ask: async (_, { projectId }) => {
      const url = `https://bigquery.googleapis.com/bigquery/v2/projects/${projectId}/serviceAccount`;
      const answer = (await askGoogle(projectId)(url)) as { readonly email?: string };
      if (!answer.email) throw new Error("no: it has no address");
      return `yes: ${answer.email}`;
    },
  },
  {
    title: "deliveries of a burst use up a stage's retries while clean waits",
    safeBy:
      "No topic is made here. A delivery that finds the stage at work is acknowledged, and tests/e2e/delivery has bursts.",
  },
  {
    title: "a query's parameters can be read in its job afterwards",
    ask: async (_, { projectId, location }) => {
      const bigQuery = new BigQuery({ projectId, location });
      const [job] = await bigQuery.createQueryJob({
        query: "select @person as p",
        params: { person: "smoke" },
      });
      await job.getQueryResults();
      const [metadata] = await job.getMetadata();
      const isThere = JSON.stringify(metadata.configuration?.query?.queryParameters ?? []).includes("smoke");
      return isThere
        ? "yes: an erased id stays in the metadata of the jobs that erased it, for six months"
        : "no: Google keeps no parameters";
    },
  },
  {
    title: "alerts with a window of 15 minutes miss samples",
    safeBy: "It takes hours to see. Windows are 30 minutes; test/terraform/policies.ts refuses shorter ones.",
  },
  {
    title: "start times in the build fail under load",
    safeBy: "Nothing of Google's: `npm run build` on the machine that deploys.",
  },
  {
    title: "publish and train end within 540 seconds",
    safeBy:
      "No function is deployed here. A publication continues in the next run; a training reads a sample of fixed size.",
  },
  { title: "a condition on partitions reads only those that it names", ask: pruning },
  {
    title: "a table of Terraform's refuses a query without its partition",
    ask: async ({ warehouse }) => {
      try {
        await warehouse.query("select count(*) as n from raw.transactions");
      } catch (error) {
        return `yes: ${messageOf(error).slice(0, 120)}`;
      }
      throw new Error("no: raw.transactions was read whole, so it is not Terraform's table");
    },
  },
];

/** Prints a verdict for each, and returns how many of them Daybook would not work with. */
export const askAll = async (
  all: readonly Suspicion[],
  platform: Platform,
  place: Place,
): Promise<number> => {
  let failures = 0;
  for (const { title, ask, safeBy } of all) {
    try {
      const verdict = ask ? await ask(platform, place) : "not asked";
      console.log(`${title}: ${[verdict, safeBy].filter(Boolean).join(". ")}`);
    } catch (error) {
      failures++;
      console.error(`${title}: ${messageOf(error)}`);
    }
  }
  return failures;
};
