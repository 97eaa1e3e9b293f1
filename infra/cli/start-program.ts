import { Command, CommanderError } from "commander";
import { startLaptop } from "../laptop/start-laptop.ts";
import { envWith } from "./settings.ts";
import { wholeNumber } from "./terminal/whole-number.ts";

interface StartOptions {
  readonly home?: string;
  readonly port?: number;
  readonly once?: boolean;
  readonly quiet?: boolean;
}

/** `npm start`: a demo company on the first run, then the inbox and the status page until it is stopped. */
export const start = async (args: readonly string[]): Promise<number> => {
  const command = new Command("npm start --")
    .description("Starts Daybook on this machine. The first run makes a demo company.")
    .option("--once", "make the demo, bring the tables up to date, say what is in them, and end")
    .option("--home <dir>", "the folder of the data (default: DAYBOOK_HOME, or .daybook)")
    .option("--port <n>", "where to serve the status (default: 8080, or the next free port)", wholeNumber)
    .option("--quiet", "say only what went wrong")
    .addHelpText("after", "\nExamples:\n  $ npm start\n  $ npm start -- --once --home /tmp/trial")
    .exitOverride();
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const { home, port, once = false, quiet = false } = command.opts<StartOptions>();
  return startLaptop({ env: envWith({ home }), port, once, quiet });
};
