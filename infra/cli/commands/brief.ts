import { type Command, Option } from "commander";
import { contextOf, examples } from "../context.ts";
import { day } from "../terminal/day.ts";
import { withTables } from "../with-tables.ts";

interface BriefOptions {
  readonly date?: string;
  readonly lang: "en" | "de";
  readonly format: "md" | "html";
}

export const addBrief = (program: Command): void => {
  program
    .command("brief")
    .description(
      "write what a person should know of a day: what moved, where, the state of the data, what to do",
    )
    .option("--date <yyyy-mm-dd>", "the day (default: the newest known day)", day)
    .addOption(new Option("--lang <language>", "the language").choices(["en", "de"]).default("en"))
    .addOption(new Option("--format <format>", "Markdown, or a page").choices(["md", "html"]).default("md"))
    .addHelpText("after", examples("brief", "brief --date 2024-10-06 --lang de --format html > brief.html"))
    .action(async ({ date: asked, lang, format }: BriefOptions, command: Command) => {
      const context = contextOf(command);
      const { makeBrief } = await import("../../../functions/operations/brief/brief.ts");
      const { briefContent } = await import("../../../functions/operations/brief/page-content.ts");
      const { briefMarkdown } = await import("../../../functions/operations/brief/markdown.ts");
      const { briefPage } = await import("../../../functions/operations/brief/page.ts");
      const { newestDay } = await import("../../../functions/operations/newest-day.ts");
      const { brief, date } = await withTables(context, async (platform) => {
        const date = asked ?? (await newestDay(platform));
        return { date, brief: await makeBrief(platform, date, lang) };
      });
      context.output.answer({ date, ...briefContent(brief), labels: undefined }, () =>
        format === "html" ? briefPage(brief) : briefMarkdown(brief),
      );
    });
};
