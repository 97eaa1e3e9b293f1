import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const checkovVersion = "3.3.30";
const folder = "test/terraform/.checkov";
export const checkov = join(folder, "bin/checkov");

const run = (command: string, ...args: string[]): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw new Error(`${command} cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr || stdout}`);
  return stdout.trim();
};

/** Vitest calls this before the first test: without a tool the run fails here, and says which one. */
export const setup = (): void => {
  const terraform = JSON.parse(run("terraform", "version", "-json")) as { terraform_version: string };
  if (!existsSync(checkov) || run(checkov, "--version") !== checkovVersion) {
    run("python3", "-m", "venv", "--clear", folder);
    run(
      join(folder, "bin/pip"),
      "install",
      "--quiet",
      "--disable-pip-version-check",
      `checkov==${checkovVersion}`,
    );
  }
  console.log(
    `ran with terraform ${terraform.terraform_version}, the google provider's schema 6.50.0, checkov ${run(checkov, "--version")}`,
  );
};
