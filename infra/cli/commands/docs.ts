import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";

export const addDocs = (program: Command): void => {
  program
    .command("docs")
    .description("write a dictionary of all tables, columns, checks and KPIs, in Markdown and HTML")
    .option("--out <dir>", "the folder to write into", "docs")
    .addHelpText("after", examples("docs --out ./docs", "--home ./till docs --json"))
    .action(async ({ out }: { out: string }, command: Command) => {
      const { env, output } = contextOf(command);
      const { feedsOfHome } = await import("../../local/home-feeds.ts");
      const { loadKpis } = await import("../../../shared/kpis/load-kpis.ts");
      const { dictionaryOf } = await import("../docs/dictionary.ts");
      const { dictionaryMarkdown } = await import("../docs/markdown.ts");
      const { dictionaryPage } = await import("../docs/page.ts");
      const feeds = feedsOfHome(env.DAYBOOK_HOME, env.DAYBOOK_CONTRACTS);
      const dictionary = await dictionaryOf(feeds, loadKpis(env.DAYBOOK_KPIS, feeds));
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, "dictionary.md"), dictionaryMarkdown(dictionary));
      writeFileSync(join(out, "dictionary.html"), dictionaryPage(dictionary));
      output.answer(dictionary, () => `Written to ${out}: dictionary.md, dictionary.html`);
    });
};
