import type { Command } from "commander";
import type { ForecastAnswer } from "../../../functions/7-predict/api.ts";
import { amountIn, number, rangeIn } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, right, table } from "../terminal/table.ts";
import { withStores } from "../with-installation.ts";

export const addForecast = (program: Command): void => {
  program
    .command("forecast")
    .description("forecast the company's sales of each of the next 30 days, from the published snapshot")
    .addHelpText("after", examples("forecast", "--json forecast"))
    .action(async (_: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      const { ask } = await import("../../../functions/operations/ask-predict.ts");
      const { ForecastAnswer: Answer } = await import("../../../functions/7-predict/api.ts");
      const answer = Answer.parse(await withStores(env, (stores) => ask(stores, "/v1/forecast")));
      output.answer(answer, () => inWords(answer));
    });
};

const inWords = ({ currency, forecast, recent, warnings }: ForecastAnswer): string => {
  const { days, total, notes, method, version, asOf } = forecast;
  const before = recent.slice(-30).reduce((sum, { net }) => sum + net, 0);
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" });
  const rows = days.map(({ date, closed, value, low80, high80, low95, high95 }) => [
    date,
    weekday.format(new Date(date)),
    closed ? "closed" : number(value),
    closed ? "" : `${number(low80)} to ${number(high80)}`,
    closed ? "" : `${number(low95)} to ${number(high95)}`,
  ]);
  return paragraphs(
    table(["day", "", ...right("expected", "4 in 5 times", "19 in 20 times")], rows),
    facts([
      ["Together", amountIn(currency, total.value)],
      ["4 in 5 times", rangeIn(currency, { low: total.low80, high: total.high80 })],
      ["The last 30 days with sales", amountIn(currency, before)],
    ]),
    ...[...warnings, ...notes].map((note) => `Note: ${note}`),
    `From data until ${asOf}, by ${method}${version === null ? ", because no training has chosen a method yet" : ` (sales_forecast/${version})`}.`,
  );
};
