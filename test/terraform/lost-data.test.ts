import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lostData } from "../../infra/deploy/lost-data.ts";
import { openInitialised, plan, settings, variables } from "./planned.ts";
import type { Workspace } from "./terraform.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openInitialised();
  const { code, output } = await workspace.terraform(
    "apply",
    "-auto-approve",
    "-no-color",
    ...variables(settings),
  );
  if (code !== 0) throw new Error(output);
});
afterAll(() => workspace.close());

const lostBy = async (...args: string[]): Promise<string[]> => {
  const { code, output } = await workspace.terraform(
    "plan",
    "-no-color",
    "-out=plan",
    ...args,
    ...variables(settings),
  );
  if (code !== 0) throw new Error(output);
  return lostData(JSON.parse((await workspace.terraform("show", "-json", "plan")).output));
};

it("a plan that changes functions, or nothing, loses nothing", async () => {
  expect(await lostBy()).toEqual([]);
  expect((await plan(workspace, { max_instances: { predict: 3 } })).output).toContain("1 to change");
  expect(await lostBy('-replace=google_cloudfunctions2_function.inside["clean"]')).toEqual([]);
});

it("a bucket that would be made anew is named", async () => {
  expect(await lostBy('-replace=google_storage_bucket.bucket["landing"]')).toEqual([
    'google_storage_bucket.bucket["landing"] would be replaced by an empty one',
  ]);
});

it("a dataset that is no longer wanted is named, and its tables are", async () => {
  const file = join(workspace.folder, "tables.json");
  const tables = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const kept = Object.entries(tables).filter(([name]) => !name.startsWith("predictions."));
  writeFileSync(file, JSON.stringify(Object.fromEntries(kept)));
  workspace.break("pipeline.json", ',\n      "predictions": "write"', "");
  expect(await lostBy()).toEqual([
    'google_bigquery_dataset.dataset["predictions"] would be destroyed',
    'google_bigquery_table.table["predictions.sales_forecast"] would be destroyed',
    'google_bigquery_table.table["predictions.spend"] would be destroyed',
  ]);
});
