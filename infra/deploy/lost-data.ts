import { z } from "zod";

/** The part of `terraform show -json PLAN` that says what happens to each resource. */
const Plan = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        type: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          /** The attributes that cannot be changed in place, so that the resource is made anew. */
          replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
        }),
      }),
    )
    .default([]),
});

/** What goes with a resource of these types cannot be planned back. */
const holdsData: ReadonlySet<string> = new Set([
  "google_storage_bucket",
  "google_bigquery_dataset",
  "google_bigquery_table",
]);

/** A sentence about each bucket, dataset and table that applying the plan would destroy, or replace by an empty one. */
export const lostData = (plan: unknown): string[] =>
  Plan.parse(plan).resource_changes.flatMap(({ address, type, change }) => {
    if (!holdsData.has(type) || !change.actions.includes("delete")) return [];
    const why = change.replace_paths?.map((path) => path.join(".")).join(", ");
    return change.actions.includes("create")
      ? [`${address} would be replaced by an empty one${why ? `, because of ${why}` : ""}`]
      : [`${address} would be destroyed`];
  });
