import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type FoundUnreadable, unreadableIn } from "../../../shared/work/unreadable.ts";
import { typed } from "../../cli/context.ts";
import { lookBelow } from "../../cli/files-below.ts";
import type { Home } from "../home.ts";
import { Inbox, readmeName } from "./inbox.ts";
import { openInboxMemory } from "./inbox-memory.ts";

export type Warn = (text: string) => void;

const folderOf = (home: string): string => resolve(join(home, "inbox"));

/** Whether somebody has put files there before the home was ever opened. */
export const hasInboxFiles = (home: string): boolean =>
  existsSync(folderOf(home)) && lookBelow(folderOf(home)).files.some(({ name }) => name !== readmeName);

/** Begins to mirror a home's inbox into its landing bucket. */
export const openInbox = async (
  home: Home,
  warn: Warn,
): Promise<{ readonly inbox: Inbox; readonly folder: string }> => {
  const { platform } = home;
  const folder = makeInbox(platform.home);
  const inbox = new Inbox({
    folder,
    memory: await openInboxMemory(platform.state),
    take: async ({ name, path }) => void (await home.drop(name, path)),
    forget: (name) => home.remove(name),
    onFailure: (name, reason) => warn(`inbox: ${name}: ${reason}`),
    onUnreadable: (entries) => noteUnreadable(platform, entries, warn),
  });
  return { inbox, folder };
};

/** Named on the terminal, in the log, and by status and pages, which read the record. */
const noteUnreadable = async (
  { state, clock, log }: Home["platform"],
  found: readonly FoundUnreadable[],
  warn: Warn,
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

const makeInbox = (home: string): string => {
  const folder = folderOf(home);
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
