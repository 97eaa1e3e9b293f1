import type { Command } from "commander";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { contextOf, examples } from "../context.ts";
import { table } from "../terminal/table.ts";

export const addFeeds = (program: Command): void => {
  const feeds = program
    .command("feeds")
    .description("list the files that Daybook knows: names, columns, aliases and checks, from the contracts")
    .addHelpText("after", examples("feeds", "feeds --contracts ./contracts"))
    .action(async (_: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      const { feedsOfHome } = await import("../../local/home-feeds.ts");
      const feeds = feedsOfHome(env.DAYBOOK_HOME, env.DAYBOOK_CONTRACTS);
      output.answer(feeds.map(described), () => feeds.map(inWords).join("\n\n"));
    });
  feeds
    .command("reference")
    .description("print all that a contract may say, in Markdown")
    .addHelpText("after", examples("feeds reference > contracts.md"))
    .action(async (_: unknown, command: Command) => {
      const { contractReference } = await import("../docs/contract-reference.ts");
      const reference = contractReference();
      contextOf(command).output.answer({ reference }, () => reference);
    });
};

const described = (feed: Feed) => ({
  name: feed.name,
  version: feed.version,
  table: feed.table,
  loadMode: feed.loadMode,
  onDelete: feed.onDelete,
  subject: feed.subject ?? null,
  paths: feed.paths.map(({ template }) => template),
  columns: feed.columns,
  expects: feed.expects,
});

const afterDelete: Readonly<Record<Feed["onDelete"], string>> = {
  keep: "a deleted file's rows stay (onDelete: keep)",
  retract: "a deleted file's rows are removed (onDelete: retract)",
};

const inWords = (feed: Feed): string => {
  const columns = feed.columns.map(({ name, type, required, aliases, checks }) => [
    name,
    type,
    required ? "yes" : "",
    checks.map(({ severity, arguments: limits }) => `${severity} ${JSON.stringify(limits)}`).join("; "),
    aliases.join(", "),
  ]);
  const heads = ["column", "type", "required", "checks", "also called"];
  const paths = feed.paths.map(({ template }) => template).join("  ");
  return `${feed.name} (${feed.loadMode}): ${paths}\n${afterDelete[feed.onDelete]}\n${table(heads, columns)}`;
};
