import type { Command } from "commander";
import type { CashAnswer } from "../../../functions/7-predict/credit/api.ts";
import { amountIn, number } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { wholeNumber } from "../terminal/whole-number.ts";
import { withStores } from "../with-installation.ts";

export const addCash = (program: Command): void => {
  program
    .command("cash")
    .description("forecast what open invoices bring in each week, from the published snapshot")
    .option("--weeks <n>", "how many weeks, at most 26", wholeNumber, 13)
    .addHelpText("after", examples("cash", "cash --weeks 4", "--json cash"))
    .action(async ({ weeks }: { weeks: number }, command: Command) => {
      const { env, output } = contextOf(command);
      const { ask } = await import("../../../functions/operations/ask-predict.ts");
      const { CashAnswer: Answer } = await import("../../../functions/7-predict/credit/api.ts");
      const answer = Answer.parse(await withStores(env, (stores) => ask(stores, `/v1/cash?weeks=${weeks}`)));
      output.answer(answer, () => inWords(answer));
    });
};

const inWords = ({ asOf, currency, says, weeks, weeksMeasured }: CashAnswer): string => {
  const rows = weeks.map(({ from, to, expected, low80, high80 }) => [
    from,
    to,
    number(expected),
    `${number(low80)} to ${number(high80)}`,
  ]);
  const together = weeks.reduce((sum, { expected }) => sum + expected, 0);
  return paragraphs(
    table(["from", "to", ...right("expected", "4 in 5 times")], rows),
    `Together ${amountIn(currency, together)}. ${says}.`,
    `From data until ${asOf}; the bands are measured on ${weeksMeasured} past weeks.`,
  );
};
