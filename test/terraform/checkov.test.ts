import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkov } from "./install.ts";

interface Report {
  readonly summary: { readonly passed: number; readonly failed: number; readonly skipped: number };
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[];
    readonly skipped_checks: readonly {
      readonly check_id: string;
      readonly check_result: { readonly suppress_comment: string };
    }[];
  };
}

describe("checkov", () => {
  it("finds nothing that has no stated reason", () => {
    const { stdout, stderr } = spawnSync(
      checkov,
      ["-d", "terraform", "--framework", "terraform", "--skip-download", "-o", "json"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    if (stdout === "") throw new Error(`checkov said nothing: ${stderr}`);
    const { summary, results } = JSON.parse(stdout) as Report;
    console.log(`checkov: ${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
    expect(results.failed_checks.map(({ check_id, resource }) => `${check_id} ${resource}`)).toEqual([]);
    expect(summary.passed).toBeGreaterThan(40);
    for (const { check_id, check_result } of results.skipped_checks)
      expect(check_result.suppress_comment.length, check_id).toBeGreaterThan(30);
  });

  it("is told of every skip in the code that it concerns", () => {
    const skips = globSync("terraform/**/*.tf").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/#checkov:skip=(\w+)(.*)/g)].map(([, id, reason]) => ({
        id,
        reason,
      })),
    );
    for (const { id, reason } of skips) expect(reason, id).toMatch(/^:[A-Z].{20,}\.$/);
  });
});
