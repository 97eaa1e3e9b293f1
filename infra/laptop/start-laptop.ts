import type { ObjectEvent } from "../../shared/events.ts";
import { counted, number, printable } from "../../shared/words.ts";
import type { LedgerEntry } from "../../shared/work/ledger.ts";
import { outputOf } from "../cli/terminal/output.ts";
import { dropSummary, exitCodeOf } from "../cli/text/drop.ts";
import { laptopLog, withHome } from "../cli/with-home.ts";
import type { Env } from "../entry/environment.ts";
import type { ParkedMessage } from "../local/bus.ts";
import { loadDemo, needsDemo } from "./demo.ts";
import { DropTally } from "./drop-all.ts";
import type { Home } from "./home.ts";
import { homeSummary } from "./home-summary.ts";
import { serve } from "./serve.ts";
import { stopSignal } from "./stop-signal.ts";

export interface LaptopOptions {
  readonly env: Env;
  readonly port: number | undefined;
  readonly once: boolean;
  readonly quiet: boolean;
}

/** Answers the exit code: 1 when the demo did not come out as it must. */
export const startLaptop = async ({ env, port, once, quiet }: LaptopOptions): Promise<number> => {
  const output = outputOf({ quiet });
  const say = quiet ? () => {} : output.raw;
  const tally = new DropTally(laptopLog(env));
  let isServing = false;
  const hooks = {
    log: tally.hooks.log,
    onStageDone: (stage: string, input: unknown, result: unknown) => {
      tally.hooks.onStageDone(stage, input, result);
      if (isServing && stage === "ingest")
        say(activity(input as ObjectEvent, result as LedgerEntry | undefined));
    },
    onPark: ({ topic, error }: ParkedMessage) => warn(`${topic}: given up for now: ${error}`),
  };
  return withHome(env, hooks, async (home) => {
    if (await needsDemo(home)) {
      const report = await loadDemo(home, tally, output);
      const exitCode = exitCodeOf(report, true);
      if (exitCode === 0) say(`A demo company\n\n${dropSummary(report)}\n\n`);
      else warn(dropSummary(report));
      if (once && exitCode !== 0) return exitCode;
    }
    if (once) return sayWhatIsThere(home, say);
    isServing = true;
    await serve(home, { port, say, warn, stopped: stopSignal() });
    return 0;
  });
};

const sayWhatIsThere = async (home: Home, say: (text: string) => void): Promise<number> => {
  await home.recover();
  await home.settle();
  say(await homeSummary(home.platform));
  return 0;
};

const warn = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const activity = ({ name }: ObjectEvent, entry: LedgerEntry | undefined): string => {
  const file = printable(name);
  if (!entry) return `${file}: ignored; no contract has a path that fits this name`;
  if (entry.state === "ACCEPTED")
    return `${file}: ${counted(entry.rows ?? 0, "row")}, ${number(entry.rejected ?? 0)} quarantined`;
  const serving = entry.serving === undefined ? "" : `; generation ${entry.serving} keeps serving`;
  return `${file}: ${entry.state.toLowerCase()}: ${printable(entry.reason ?? "")}${serving}`;
};
