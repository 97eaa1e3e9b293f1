import { statSync } from "node:fs";
import type { Command } from "commander";
import type { Env } from "../entry/environment.ts";
import { WrongUsage } from "./entry-point.ts";
import { envWith, type Places } from "./settings.ts";
import { type Output, outputOf } from "./terminal/output.ts";

/** What every command is given: where the data is, and where to write. */
export interface Context {
  readonly env: Env;
  readonly output: Output;
  readonly json: boolean;
  /** How long a command waits for a deployment to finish its work. */
  readonly waitMs: number;
}

interface GlobalOptions extends Places {
  readonly json?: boolean;
  readonly wait: number;
}

export const contextOf = (command: Command): Context => {
  const options = command.optsWithGlobals<GlobalOptions>();
  assertPlaces(options);
  const { json = false, wait } = options;
  const env = envWith(options);
  if (env.PLATFORM === "gcp") assertProject(env.GOOGLE_CLOUD_PROJECT);
  return { env, output: outputOf({ json }), json, waitMs: wait * 60_000 };
};

const assertPlaces = ({ home, project, contracts }: Places): void => {
  if (home !== undefined && project !== undefined)
    throw new WrongUsage("--home and --project exclude each other: a command works on one of them");
  if (contracts !== undefined && !statSync(contracts, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`--contracts ${contracts}: there is no such folder`);
};

const assertProject = (project: string): void => {
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))
    throw new WrongUsage(
      `--project ${project}: a project's id has 6 to 30 lower-case letters, digits and dashes`,
    );
};

/** For commands that use only files of this machine. */
export const refuseProject = (command: Command, why: string): void => {
  if (command.optsWithGlobals<GlobalOptions>().project !== undefined)
    throw new WrongUsage(`--project does not go with ${command.name()}: ${why}`);
};

/** How a command is typed from the project's folder. */
export const typed = "npm run daybook --";

export const examples = (...lines: readonly string[]): string =>
  `\nExample${lines.length === 1 ? "" : "s"}:\n${lines.map((line) => `  $ ${typed} ${line}`).join("\n")}`;
