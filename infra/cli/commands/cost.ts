import type { Command } from "commander";
import type { Estimate } from "../../../functions/operations/cost/estimate.ts";
import type { Load } from "../../../functions/operations/cost/monthly-load.ts";
import type { Prices } from "../../../shared/prices.ts";
import { counted } from "../../../shared/words.ts";
import { contextOf, examples, regionOf } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { positiveNumber, wholeNumber } from "../terminal/whole-number.ts";

interface CostOptions {
  readonly filesPerDay: number;
  readonly mb: number;
  readonly rebuilds?: number;
  readonly month: number;
  readonly prices?: string;
}

export const addCost = (program: Command): void => {
  program
    .command("cost")
    .description("estimate what a month on Google Cloud costs, line by line, from shared/prices.yaml")
    .requiredOption("--files-per-day <files>", "files a day; 0 for an idle deployment", wholeNumber)
    .option("--mb <size>", "size of a file in megabytes, such as 0.05", positiveNumber, 10)
    .option(
      "--rebuilds <times>",
      "how often a day tables are rebuilt: files that arrive within a minute cause one rebuild (default: 4, or once a file)",
      wholeNumber,
    )
    .option("--month <number>", "which month since the start: storage grows", wholeNumber, 1)
    .option("--prices <file>", "your own price list, in the format of shared/prices.yaml")
    .addHelpText(
      "after",
      examples("cost --files-per-day 0", "cost --files-per-day 100 --mb 10 --region europe-west2"),
    )
    .action(async (options: CostOptions, command: Command) => {
      const { output } = contextOf(command);
      const { estimate } = await import("../../../functions/operations/cost/estimate.ts");
      const { readPrices } = await import("../../../shared/prices.ts");
      const { filesPerDay, mb: megabytes, month, prices: file } = options;
      const rebuildsPerDay = Math.min(filesPerDay, options.rebuilds ?? 4);
      if (month < 1 || (filesPerDay > 0 && rebuildsPerDay < 1))
        throw new WrongUsage("--month and --rebuilds must be at least 1");
      const prices = readPrices(file, regionOf(command));
      const load = { filesPerDay, megabytes, rebuildsPerDay, month };
      const answer = estimate(load, prices);
      output.answer({ load, ...answer, list: priceListText(prices) }, () => inWords(load, answer, prices));
    });
};

const priceListText = ({ region, currency, date }: Prices): string =>
  `${region}, ${currency}, list prices of ${date}, without tax`;

const elsewhereText = ({ region, fromElsewhere }: Prices): string | false =>
  fromElsewhere.services.length > 0 &&
  `The prices of ${fromElsewhere.services.join(", ")} are those of ${fromElsewhere.region}: they were not looked up for ${region}. \`--prices\` takes your own list.`;

const dollars = (amount: number): string => amount.toFixed(2);

const inWords = (load: Load, estimate: Estimate, prices: Prices): string => {
  const { lines, total, totalAfterFree, others, publication } = estimate;
  const rows = lines.map(({ what, units, unit, cost, afterFree }) => [
    what,
    units.toPrecision(3).replace(/e\+?/, "e"),
    unit,
    dollars(cost),
    dollars(afterFree),
  ]);
  const head =
    load.filesPerDay === 0
      ? "Idle"
      : `${counted(load.filesPerDay, "file")} of ${load.megabytes} MB a day, tables rebuilt ${counted(load.rebuildsPerDay, "time")} a day, month ${load.month}`;
  const costs = right("list price", "after the free tier");
  return paragraphs(
    `${head} (${priceListText(prices)}):`,
    table(
      ["what", ...right("used"), "unit", ...costs],
      [...rows, ["a month", "", "", dollars(total), dollars(totalAfterFree)]],
    ),
    others.length > 0 &&
      table(
        ["variant", ...costs],
        others.map((other) => [other.case, dollars(other.total), dollars(other.totalAfterFree)]),
      ),
    publication.runs > 1 &&
      `At this size a publication takes about ${Math.ceil(publication.seconds / 60)} minutes, in ${publication.runs} runs of its function: new figures are served that much later.`,
    elsewhereText(prices),
    "The free tier belongs to a billing account, not to a project: other projects of the account may use it up.",
    "Building images when a function changes is free for 2,500 minutes a month, and is not included.",
  );
};
