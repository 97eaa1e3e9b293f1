import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../../shared/errors.ts";
import { type FoundUnreadable, unreadableIn } from "../../shared/work/unreadable.ts";
import { typed } from "../cli/context.ts";
import { facts } from "../cli/terminal/table.ts";
import type { Home } from "./home.ts";
import { Inbox, readmeName } from "./inbox/inbox.ts";
import { openInboxMemory } from "./inbox/inbox-memory.ts";
import { serveStatus } from "./status/status-server.ts";

export interface ServeOptions {
  readonly port: number | undefined;
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

const scheduleEveryMs = 60_000;

/** Mirrors the inbox and serves the pages until Ctrl+C or SIGTERM. */
export const serve = async (home: Home, { port, say, warn }: ServeOptions): Promise<void> => {
  const { platform } = home;
  const stopped = stopSignal();
  const folder = makeInbox(platform.home);
  const server = await serveStatus(platform, home.services, port);
  const inbox = new Inbox({
    folder,
    memory: await openInboxMemory(platform.state),
    take: async ({ name, path }) => void (await home.drop(name, path)),
    forget: (name) => home.remove(name),
    onFailure: (name, reason) => warn(`inbox: ${name}: ${reason}`),
    onUnreadable: (entries) => noteUnreadable(platform, entries, warn),
  });
  const background = backgroundWork(warn);
  background.run(async () => {
    await home.recover();
    await home.settle();
  });
  const timer = setInterval(() => background.run(home.runSchedules), scheduleEveryMs);
  say(nextSteps(platform.home, server.url, folder));
  await stopped;
  say("Stopping: finishing the current work.");
  clearInterval(timer);
  await inbox.close();
  await server.close();
  await background.idle();
};

/** Named on the terminal, in the log, and by status and pages, which read the record. */
const noteUnreadable = async (
  { state, clock, log }: Home["platform"],
  found: readonly FoundUnreadable[],
  warn: ServeOptions["warn"],
): Promise<void> => {
  const record = unreadableIn(state);
  const before = await record.list();
  for (const { name, reason } of found) {
    if (before.some((entry) => entry.name === name && entry.reason === reason)) continue;
    warn(`inbox: ${name || "the folder"}: ${reason}; everything else is loaded`);
    log.warn("inbox entry unreadable", { counter: "inbox_unreadable", name, reason });
  }
  await record.note(found, clock.now());
};

/** Runs one piece of work at a time that nobody awaits. A failure is a warning and does not end the server. */
const backgroundWork = (warn: ServeOptions["warn"]) => {
  let running: Promise<unknown> | undefined;
  return {
    run(work: () => Promise<unknown>) {
      running ??= work()
        .catch((error: unknown) => warn(`sweep: ${messageOf(error)}`))
        .finally(() => {
          running = undefined;
        });
    },
    idle: async () => void (await running),
  };
};

const makeInbox = (home: string): string => {
  const folder = resolve(join(home, "inbox"));
  mkdirSync(folder, { recursive: true });
  const readme = join(folder, readmeName);
  if (!existsSync(readme)) writeFileSync(readme, inboxReadme);
  return folder;
};

const inboxReadme = `Daybook loads the files in this folder. A file's path below it is its name.

  transactions/2024-05-01.csv    a day's sales
  fx_rates/2024-05-01.csv        exchange rates
  products.csv                   the catalogue

The rows of a changed file replace its old ones. Names that begin with a dot or an underscore are ignored.
All known names and columns: ${typed} feeds
`;

const nextSteps = (home: string, url: string, inbox: string): string => {
  const command = home === ".daybook" ? typed : `${typed} --home ${home}`;
  return facts([
    ["Pages", `${url}  (or: ${command} status)`],
    ["Predict", `${command} predict --customer ID, ${command} forecast, or ${url}/openapi.json`],
    ["Inbox", `${inbox}  (put a file here, such as transactions/2024-05-01.csv)`],
    [
      "Ask",
      `${command} sql "select business_date, net from metrics.daily_sales where dimension = 'company' order by 1 desc limit 7"`,
    ],
    ["Stop", "Ctrl+C"],
  ]);
};

/** npm forwards a signal that the terminal has already sent, so one Ctrl+C may arrive twice. */
const echoMs = 500;

/** Resolves at the first Ctrl+C or SIGTERM. A second one ends the process at once. */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let firstMs: number | undefined;
    const stop = () => {
      if (firstMs !== undefined && performance.now() - firstMs > echoMs) process.exit(130);
      firstMs ??= performance.now();
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
