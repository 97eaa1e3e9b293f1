import { messageOf } from "../../shared/errors.ts";
import { typed } from "../cli/context.ts";
import { facts } from "../cli/terminal/table.ts";
import type { Home } from "./home.ts";
import { openInbox, type Warn } from "./inbox/open-inbox.ts";
import { serveStatus } from "./status/status-server.ts";

export interface ServeOptions {
  readonly port: number | undefined;
  readonly say: (text: string) => void;
  readonly warn: Warn;
}

const scheduleEveryMs = 60_000;

/** Mirrors the inbox and serves the pages until Ctrl+C or SIGTERM. */
export const serve = async (home: Home, { port, say, warn }: ServeOptions): Promise<void> => {
  const { platform } = home;
  const stopped = stopSignal();
  const server = await serveStatus(platform, home.services, port);
  const { inbox, folder } = await openInbox(home, warn);
  const background = backgroundWork(warn);
  background.run(async () => {
    await home.recover();
    await home.settle();
  });
  const timer = setInterval(() => background.run(home.runSchedules), scheduleEveryMs);
  say(nextSteps(platform.home, server.url, folder));
  if (!server.isOwnUserOnly)
    warn("This system does not tell who opens a page: every user of this machine can, while this runs.");
  await stopped;
  say("Stopping: finishing the current work.");
  clearInterval(timer);
  await inbox.close();
  await server.close();
  await background.idle();
};

/** Runs one piece of work at a time that nobody awaits. A failure is a warning and does not end the server. */
const backgroundWork = (warn: Warn) => {
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
