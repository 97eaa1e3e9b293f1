import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { Difference } from "../../../../functions/operations/contract/diff-contracts.ts";
import type { Replay, ReplayedDiff } from "../../../../functions/operations/contract/replay-landed.ts";
import type { Feed } from "../../../../shared/contracts/feed.ts";
import { counted, number, printable, tallied } from "../../../../shared/words.ts";
import { assertFile } from "../../assert-file.ts";
import { type Context, contextOf, examples } from "../../context.ts";
import { paragraphs } from "../../terminal/paragraphs.ts";
import { table } from "../../terminal/table.ts";
import { withPlatform } from "../../with-installation.ts";

const daysBack = 30;

export const addDiff = (contract: Command, exit: (code: number) => void): void => {
  contract
    .command("diff")
    .argument("<old>", "a contract's YAML")
    .argument("<new>", "the YAML that is to replace it")
    .description("tell what changes between two contracts, and what breaks; exits with 1 if something does")
    .option(
      "--replay",
      `read the files of the last ${daysBack} days with both, and tell what would be quarantined; nothing is loaded`,
    )
    .addHelpText(
      "after",
      examples(
        "contract diff old/transactions.yaml new/transactions.yaml",
        "--home ./till contract diff old.yaml new.yaml --replay",
      ),
    )
    .action(async (old: string, now: string, { replay = false }: { replay?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { output } = context;
      const { diffContracts } = await import("../../../../functions/operations/contract/diff-contracts.ts");
      const feeds = { before: await readFeed(old), after: await readFeed(now) };
      const differences = diffContracts(feeds.before, feeds.after);
      const replayed = replay ? await replayDiff(context, feeds) : undefined;
      output.answer(replay ? { differences, replay: replayed ?? null } : differences, () =>
        paragraphs(differencesText(differences), replay && replayText(replayed)),
      );
      const isWorse =
        replayed !== undefined && replayed.after.rejected.length > replayed.before.rejected.length;
      exit(isWorse || differences.some(({ grade }) => grade === "breaking") ? 1 : 0);
    });
};

const readFeed = async (path: string): Promise<Feed> => {
  assertFile(path);
  const { parseContract } = await import("../../../../shared/contracts/load-feeds.ts");
  return parseContract(readFileSync(path, "utf8"), path);
};

const replayDiff = async ({ env }: Context, feeds: { readonly before: Feed; readonly after: Feed }) => {
  const { replayLanded } = await import("../../../../functions/operations/contract/replay-landed.ts");
  return withPlatform(env, (platform) => replayLanded(platform, feeds, daysBack));
};

const differencesText = (differences: readonly Difference[]): string =>
  differences.length === 0
    ? "Both read the same files in the same way."
    : table(
        ["", "difference"],
        differences.map(({ grade, what }) => [grade, what]),
      );

const replayText = (replayed: ReplayedDiff | undefined): string => {
  if (!replayed) return "No file has arrived that either of them reads.";
  const { from, to, before, after } = replayed;
  const days = from === to ? to : `${from} to ${to}`;
  return [
    `The new contract would quarantine ${number(after.quarantined)} of ${counted(after.rows, "row")} of the last ${daysBack} days (${days}); the old one quarantines ${number(before.quarantined)} of ${number(before.rows)}.`,
    ...rejectedText("The new contract would reject", after),
    ...rejectedText("The old one rejects", before),
    ...(after.quarantined > 0 ? [`Quarantined by the new one: ${tallied(after.rules)}`] : []),
  ].join("\n");
};

const rejectedText = (who: string, { rejected, files }: Replay): readonly string[] => {
  const [first] = rejected;
  return first
    ? [
        `${who} ${number(rejected.length)} of ${counted(files, "file")}, such as ${printable(first.file)}: ${printable(first.reason)}`,
      ]
    : [];
};
