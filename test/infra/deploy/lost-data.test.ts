import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lostData } from "../../../infra/deploy/lost-data.ts";

const change = (address: string, actions: string[], replace_paths?: string[][]) => ({
  address,
  type: address.split(".")[0],
  change: { actions, ...(replace_paths && { replace_paths }) },
});

const moved = {
  resource_changes: [
    change('google_bigquery_dataset.dataset["raw"]', ["delete", "create"], [["location"]]),
    change('google_storage_bucket.bucket["landing"]', ["delete"]),
    change('google_cloudfunctions2_function.inside["clean"]', ["create", "delete"]),
    change('google_storage_bucket.bucket["state"]', ["update"]),
  ],
};

/** As Cloud Build calls it. */
const refused = (plan: object): { readonly status: number | null; readonly said: string } => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-plan-"));
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "infra/deploy/refuse-lost-data.ts", join(folder, "plan.json")],
    { encoding: "utf8" },
  );
  rmSync(folder, { recursive: true });
  return { status, said: stderr };
};

describe("a plan that would lose data", () => {
  it("is told by resource, with what cannot be changed in place", () => {
    expect(lostData(moved)).toEqual([
      'google_bigquery_dataset.dataset["raw"] would be replaced by an empty one, because of location',
      'google_storage_bucket.bucket["landing"] would be destroyed',
    ]);
  });

  it("ends the build, and says who may apply it", () => {
    const { status, said } = refused(moved);
    expect(status).toBe(1);
    expect(said).toContain('google_storage_bucket.bucket["landing"] would be destroyed');
    expect(said).toContain("a person applies it");
  });

  it("is not seen in a plan that changes only what can be made again, or nothing", () => {
    expect(refused({ resource_changes: moved.resource_changes.slice(2) })).toEqual({ status: 0, said: "" });
    expect(lostData({})).toEqual([]);
  });
});
