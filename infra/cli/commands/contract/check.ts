import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { FileCheck } from "../../../../functions/operations/contract/check-file.ts";
import type { Feed } from "../../../../shared/contracts/feed.ts";
import { number, printable } from "../../../../shared/words.ts";
import { checksumOfFile } from "../../../checksum.ts";
import type { Env } from "../../../entry/environment.ts";
import { assertFile } from "../../assert-file.ts";
import { type Context, contextOf, examples, refuseProject } from "../../context.ts";
import { WrongUsage } from "../../entry-point.ts";
import { nameFor } from "../../name-for.ts";
import { paragraphs } from "../../terminal/paragraphs.ts";
import { right, table } from "../../terminal/table.ts";

export const addCheck = (contract: Command, exit: (code: number) => void): void => {
  contract
    .command("check")
    .argument("<file>", "a file of this machine")
    .description(
      "read a file row by row as it would be loaded, and load nothing; exits with 1 if it would be rejected",
    )
    .option("--feed <feed>", "check it as this feed, whatever it is called")
    .addHelpText(
      "after",
      examples("contract check ~/Downloads/2024-10-06.csv", "contract check today.csv --feed transactions"),
    )
    .action(async (path: string, { feed }: { feed?: string }, command: Command) => {
      refuseProject(command, "it reads a file of this machine");
      const context = contextOf(command);
      assertFile(path);
      const check = await checkAsFeed(context, path, feed);
      context.output.answer(check, () => inWords(check));
      exit(check.passes ? 0 : 1);
    });
};

const checkAsFeed = async ({ env }: Context, path: string, named: string | undefined): Promise<FileCheck> => {
  const { feedsOfHome } = await import("../../../local/home-feeds.ts");
  const feeds = feedsOfHome(env.DAYBOOK_HOME, env.DAYBOOK_CONTRACTS);
  const name = nameFor(feeds, path);
  const { routeOf } = await import("../../../../shared/contracts/route.ts");
  const feed = named === undefined ? routeOf(feeds, name).feed : feeds.find((one) => one.name === named);
  if (!feed) throw new WrongUsage(noFeed(feeds, name, named));
  return checkOn(env, feed, path, name);
};

const noFeed = (feeds: readonly Feed[], name: string, named: string | undefined): string =>
  `${named === undefined ? `no feed has a path that fits ${name}` : `there is no feed ${named}`}; say one with --feed: ${feeds.map((feed) => feed.name).join(", ")}`;

const checkOn = async (env: Env, feed: Feed, path: string, name: string): Promise<FileCheck> => {
  const { checkFile } = await import("../../../../functions/operations/contract/check-file.ts");
  const { duckDbRowTyper } = await import("../../../typing/row-typer.ts");
  const scratch = mkdtempSync(join(tmpdir(), "daybook-check-"));
  try {
    const company = { timeZone: env.DAYBOOK_TIME_ZONE, baseCurrency: env.DAYBOOK_BASE_CURRENCY };
    const object = {
      ...(await checksumOfFile(path)),
      name,
      generation: "1",
      updated: statSync(path).mtime.toISOString(),
    };
    return await checkFile(feed, path, { typer: duckDbRowTyper(scratch), company, object });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

/** So many rows are readable on a terminal; --json has all. */
const rowsShown = 50;

const inWords = ({ file, feed, passes, reason, rows, bad, warnings, notes }: FileCheck): string =>
  paragraphs(
    passes
      ? `${file} would be loaded as ${feed}: ${number(rows.in)} rows = ${number(rows.kept)} kept + ${number(rows.quarantined)} quarantined.`
      : `${file} would be REJECTED as ${feed}: ${reason}`,
    bad.length > 0 &&
      table(
        [...right("line"), "column", "value", "what is wrong"],
        bad
          .slice(0, rowsShown)
          .map((row) => [
            String(row.line),
            row.column ?? "",
            printable(row.value ?? ""),
            printable(row.reasons),
          ]),
      ),
    bad.length > rowsShown && `… and ${number(bad.length - rowsShown)} more; --json lists all`,
    [
      ...Object.entries(warnings).map(([check, count]) => `Worth a look: ${number(count)} rows, ${check}`),
      ...notes.map((note) => `Note: ${printable(note)}`),
    ].join("\n"),
  );
