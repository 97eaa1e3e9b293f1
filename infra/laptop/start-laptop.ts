import type { ObjectEvent } from "../../shared/events.ts";
import { counted, number, printable, printableLines } from "../../shared/words.ts";
import type { LedgerEntry } from "../../shared/work/ledger.ts";
import { outputOf } from "../cli/terminal/output.ts";
import { dropSummary, exitCodeOf } from "../cli/text/drop.ts";
import { withHome } from "../cli/with-home.ts";
import type { Env } from "../entry/environment.ts";
import type { ParkedMessage } from "../local/subscription.ts";
import { loadDemo, needsDemo } from "./demo.ts";
import { DropTally } from "./drop-all.ts";
import type { Home } from "./home.ts";
import { summarizeHome } from "./home-summary.ts";
import { serve } from "./serve.ts";

export interface LaptopOptions {
  readonly env: Env;
  readonly port: number | undefined;
  readonly once: boolean;
  readonly quiet: boolean;
}

/** Returns the exit code: 1 if the demo did not load completely. */
export const startLaptop = async ({ env, port, once, quiet }: LaptopOptions): Promise<number> => {
  const output = outputOf({ quiet });
  const say = quiet ? () => {} : (text: string) => output.raw(printableLines(text));
  const tally = new DropTally();
  let isServing = false;
  const hooks = {
    loads: true,
    onStageDone: (stage: string, input: unknown, result: unknown) => {
      tally.onStageDone(stage, input, result);
      if (isServing && stage === "ingest")
        say(activity(input as ObjectEvent, result as LedgerEntry | undefined));
    },
    onPark: ({ topic, error }: ParkedMessage) => warn(`${topic}: gave up for now: ${error}`),
  };
  return withHome(env, hooks, async (home) => {
    if (await needsDemo(home)) {
      const report = await loadDemo(home, tally, output);
      const exitCode = exitCodeOf(report, true);
      if (exitCode === 0) say(`A demo company\n\n${dropSummary(report)}\n\n`);
      else warn(dropSummary(report));
      if (once && exitCode !== 0) return exitCode;
    }
    if (once) return saySummary(home, say);
    isServing = true;
    await serve(home, { port, say, warn });
    return 0;
  });
};

const saySummary = async (home: Home, say: (text: string) => void): Promise<number> => {
  await home.recover();
  await home.settle();
  say(await summarizeHome(home.platform));
  return 0;
};

const warn = (line: string): void => {
  process.stderr.write(`${printableLines(line)}\n`);
};

const activity = ({ name }: ObjectEvent, entry: LedgerEntry | undefined): string => {
  const file = printable(name);
  if (!entry) return `${file}: ignored; no contract matches this path`;
  if (entry.state === "ACCEPTED")
    return `${file}: ${counted(entry.rows ?? 0, "row")}, ${number(entry.rejected ?? 0)} quarantined`;
  const serving = entry.serving === undefined ? "" : `; generation ${entry.serving} keeps serving`;
  return `${file}: ${entry.state.toLowerCase()}: ${printable(entry.reason ?? "")}${serving}`;
};
