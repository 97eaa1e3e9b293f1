import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { wholeNumber } from "../terminal/whole-number.ts";

interface StartOptions {
  readonly port?: number;
  readonly once?: boolean;
  readonly quiet?: boolean;
}

export const addStart = (program: Command, exit: (code: number) => void): void => {
  program
    .command("start")
    .description("watch the inbox and serve the pages; the first run makes a demo company")
    .option(
      "--once",
      "read the inbox, bring the tables up to date, print a summary and end, as cron wants it",
    )
    .option("--port <n>", "port of the pages (default: 8080, or the next free port)", wholeNumber)
    .option("--quiet", "print errors only")
    .addHelpText("after", "\nExamples:\n  $ npm start\n  $ npm start -- --once --home /tmp/trial")
    .action(async ({ port, once = false, quiet = false }: StartOptions, command: Command) => {
      const { env } = contextOf(command);
      const { startLaptop } = await import("../../laptop/start-laptop.ts");
      exit(await startLaptop({ env, port, once, quiet }));
    });
};
