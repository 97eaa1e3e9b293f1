import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** What Redocly's linter says by its recommended rules, warnings included. */
export const lint = async (document: unknown): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-openapi-"));
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(document));
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const args = ["lint", "--extends", "recommended", "--max-problems", "20", file];
  try {
    const { stdout, stderr } = await promisify(execFile)("node_modules/.bin/redocly", args, { env }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export const noFault = "Your API description is valid";
