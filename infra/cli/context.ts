import { statSync } from "node:fs";
import type { Command } from "commander";
import type { Env } from "../entry/environment.ts";
import { WrongUsage } from "./entry-point.ts";
import { envWith, type Places } from "./settings.ts";
import { type Output, outputOf } from "./terminal/output.ts";

/** What every command is given: where the data is, and where to speak. */
export interface Context {
  readonly env: Env;
  readonly output: Output;
  readonly json: boolean;
}

interface GlobalOptions extends Places {
  readonly json?: boolean;
}

export const contextOf = (command: Command): Context => {
  const options = command.optsWithGlobals<GlobalOptions>();
  const { contracts, json = false } = options;
  if (contracts !== undefined && !statSync(contracts, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`--contracts ${contracts}: there is no such folder`);
  return { env: envWith(options), output: outputOf({ json }), json };
};

/** How a command is typed from the project's folder. */
export const typed = "npm run daybook --";

export const examples = (...lines: readonly string[]): string =>
  `\nExample${lines.length === 1 ? "" : "s"}:\n${lines.map((line) => `  $ ${typed} ${line}`).join("\n")}`;
