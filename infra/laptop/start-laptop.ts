import type { ObjectEvent } from "../../shared/events.ts";
import { counted, number, printable, printableLines } from "../../shared/words.ts";
import { isRefused, type LedgerEntry } from "../../shared/work/ledger.ts";
import { typed } from "../cli/context.ts";
import { outputOf } from "../cli/terminal/output.ts";
import { dropSummary, exitCodeOf } from "../cli/text/drop.ts";
import { withHome } from "../cli/with-home.ts";
import type { Env } from "../entry/environment.ts";
import type { ParkedMessage } from "../local/subscription.ts";
import { demoCreditFolder, loadDemo, needsDemo } from "./demo.ts";
import { DropTally } from "./drop-all.ts";
import type { Home } from "./home.ts";
import { summarizeHome } from "./home-summary.ts";
import { openInbox } from "./inbox/open-inbox.ts";
import { serve } from "./serve.ts";

export interface LaptopOptions {
  readonly env: Env;
  readonly port: number | undefined;
  readonly once: boolean;
  readonly quiet: boolean;
}

/** Returns the exit code: 1 if the demo did not load completely, or a file was rejected that was looked for once. */
export const startLaptop = async ({ env, port, once, quiet }: LaptopOptions): Promise<number> => {
  const output = outputOf({ quiet });
  const say = quiet ? () => {} : (text: string) => output.raw(printableLines(text));
  const tally = new DropTally();
  let isServing = once;
  let rejected = 0;
  const hooks = {
    loads: true,
    onStageDone: (stage: string, input: unknown, result: unknown) => {
      tally.onStageDone(stage, input, result);
      if (!isServing || stage !== "ingest") return;
      const entry = result as LedgerEntry | undefined;
      if (entry && isRefused(entry.state)) rejected += 1;
      say(activity(input as ObjectEvent, entry));
    },
    onPark: ({ topic, error }: ParkedMessage) => warn(`${topic}: gave up for now: ${error}`),
  };
  return withHome(env, hooks, async (home) => {
    if (await needsDemo(home)) {
      isServing = false;
      const report = await loadDemo(home, tally, output);
      const exitCode = exitCodeOf(report, true);
      if (exitCode === 0) say(`A demo company\n\n${dropSummary(report)}\n\n${creditHint(env)}\n\n`);
      else warn(dropSummary(report));
      if (once && exitCode !== 0) return exitCode;
    }
    isServing = true;
    if (once) {
      await readInbox(home);
      await saySummary(home, say);
      return rejected > 0 ? 1 : 0;
    }
    await serve(home, { port, say, warn });
    return 0;
  });
};

/** A file that is still growing by then is left to the next run. */
const inboxPatienceMs = 10_000;

/** Looks once, as a command of cron does. */
const readInbox = async (home: Home): Promise<void> => {
  const { inbox } = await openInbox(home, warn);
  await inbox.caughtUp(inboxPatienceMs);
  await inbox.close();
};

const saySummary = async (home: Home, say: (text: string) => void): Promise<void> => {
  await home.recover();
  await home.settle();
  say(await summarizeHome(home.platform));
};

const creditHint = ({ DAYBOOK_HOME: home }: Env): string =>
  `Its trade business on credit is not loaded: \`${typed} --home ${home} drop ${demoCreditFolder(home)}/*.csv\` does that.`;

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
