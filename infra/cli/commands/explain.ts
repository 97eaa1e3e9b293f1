import { type Command, Option } from "commander";
import { Cadence } from "../../../shared/kpis/kpi.ts";
import { contextOf, examples } from "../context.ts";
import { day } from "../terminal/day.ts";
import { withTables } from "../with-tables.ts";

interface ExplainOptions {
  readonly date?: string;
  readonly by?: string;
  readonly cadence?: Cadence;
  readonly lang: "en" | "de";
}

export const addExplain = (program: Command): void => {
  program
    .command("explain")
    .argument("<kpi>", "a KPI's name, as `kpis list` shows it")
    .description("explain a KPI's value: what of its change lies where, in parts that add up")
    .option(
      "--date <yyyy-mm-dd>",
      "the day, or a day of the week or month (default: the newest known day)",
      day,
    )
    .option("--by <dimensions>", "only these dimensions, joined by commas (default: all that the KPI has)")
    .addOption(
      new Option("--cadence <cadence>", "the period (default: the KPI's shortest)").choices(Cadence.options),
    )
    .addOption(new Option("--lang <language>", "of the sentences").choices(["en", "de"]).default("en"))
    .addHelpText(
      "after",
      examples(
        "explain total_revenue",
        "explain units_sold --date 2024-10-06 --by country,product_family --cadence weekly",
      ),
    )
    .action(async (kpi: string, { date, by, cadence, lang }: ExplainOptions, command: Command) => {
      const context = contextOf(command);
      const { explain } = await import("../../../functions/operations/explain/explain.ts");
      const { explainText, explainAnswer } = await import("../text/explain.ts");
      const { newestDay } = await import("../../../functions/operations/newest-day.ts");
      const explained = await withTables(context, async (platform) =>
        explain(platform, {
          kpi,
          day: date ?? (await newestDay(platform)),
          language: lang,
          ...(by !== undefined && { by: by.split(",").map((name) => name.trim()) }),
          ...(cadence && { cadence }),
        }),
      );
      context.output.answer(explainAnswer(explained), () => explainText(explained));
    });
};
