import { type Command, InvalidArgumentError, Option } from "commander";
import type { SpendAnswer } from "../../../functions/7-predict/api.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { amountIn, percent, rangeIn } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts } from "../terminal/table.ts";
import { withStores } from "../with-installation.ts";

interface PredictOptions {
  readonly customer?: string;
  readonly model?: string;
  readonly rows?: string;
  readonly date?: string;
  readonly horizon: keyof typeof horizons;
  readonly today?: Readonly<Record<string, number>>;
}

export const addPredict = (program: Command): void => {
  program
    .command("predict")
    .description("predict what a customer will spend, from the published snapshot and the promoted model")
    .option("--customer <id>", "the customer's id, as the tables show it")
    .option(
      "--date <yyyy-mm-dd>",
      "the first day of the prediction (default: the day after the last known day)",
    )
    .addOption(
      new Option("--horizon <horizon>", "30d: the 30 days from that day on; next_day: that day only")
        .choices(["30d", "next_day", "30", "1"])
        .default("30d"),
    )
    .option(
      "--today <basket>",
      "purchases of that day that are in no file yet: amount=…,items=…[,orders=…,products=…,returns=…,discount=…]",
      basket,
    )
    .option("--model <file>", "instead of a customer: a model that `fit --save` kept")
    .option("--rows <file>", "with --model: a CSV file of rows to predict")
    .addHelpText(
      "after",
      examples(
        "predict --customer C00042",
        "predict --customer C00042 --horizon next_day",
        "predict --customer C00042 --today amount=120,items=6",
        "predict --model visits.model --rows ./next-week.csv --json",
      ),
    )
    .action(async ({ horizon, model, rows, ...question }: PredictOptions, command: Command) => {
      const { env, output } = contextOf(command);
      if (model !== undefined && rows !== undefined) {
        const { predictFile } = await import("../fit/predict-file.ts");
        return predictFile(output, model, rows);
      }
      if (question.customer === undefined)
        throw new WrongUsage("give --customer, or --model together with --rows");
      const { ask } = await import("../../../functions/operations/ask-predict.ts");
      const { SpendAnswer: Answer } = await import("../../../functions/7-predict/api.ts");
      const answer = Answer.parse(
        await withStores(env, (stores) =>
          ask(stores, "/v1/predict/spend", { ...question, horizon: horizons[horizon] }),
        ).catch(asWrongUsage),
      );
      output.answer(answer, () => inWords(answer));
    });
};

/** As the API calls them; 30 and 1 are the words of an older version. */
const horizons = { "30d": "30d", next_day: "next_day", "30": "30d", "1": "next_day" } as const;

/** `amount=120,items=6` as the fields of a basket; predict checks which fields there are. */
const basket = (text: string): Record<string, number> =>
  Object.fromEntries(
    text.split(",").map((part) => {
      const [, name, value] = /^([a-z]+)=(-?\d+(?:\.\d+)?)$/.exec(part.trim()) ?? [];
      if (name === undefined || value === undefined)
        throw new InvalidArgumentError("It must be fields and numbers, such as amount=120,items=6.");
      return [name, Number(value)];
    }),
  );

const asWrongUsage = (error: unknown): never => {
  throw error instanceof RejectedInput ? new WrongUsage(error.message) : error;
};

type Fact = readonly [string, string];

const shown = (value: number | null | undefined): string => (value ?? "unknown").toString();

const inWords = (answer: SpendAnswer): string => {
  const { customer, from, to, currency, model, chance, amountIfBuying, withoutToday } = answer;
  const days = from === to ? `on ${from}` : `from ${from} to ${to}`;
  const signed = (amount: number) => `${amount < 0 ? "−" : "+"}${amountIn(currency, Math.abs(amount))}`;
  return paragraphs(
    `${customer} ${days}`,
    facts([
      ["Expected", amountIn(currency, answer.value)],
      chance !== undefined &&
        amountIfBuying !== undefined && [
          "Composed of",
          `a chance of ${percent(chance)} to buy × ${amountIn(currency, amountIfBuying)} if they buy`,
        ],
      ["4 in 5 times", rangeIn(currency, answer.interval80)],
      ["19 in 20 times", rangeIn(currency, answer.interval95)],
      withoutToday !== undefined && [
        "Without today",
        `${amountIn(currency, withoutToday.value)}; today's purchases change it by ${signed(withoutToday.change)}`,
      ],
    ]),
    withoutToday !== undefined &&
      withoutToday.reasons.length > 0 &&
      `Today's purchases change it because of\n${facts([
        ...withoutToday.reasons.map(
          ({ words, value, before, effect }): Fact => [
            `  ${words}`,
            `${shown(value)}, before ${shown(before)}  (${signed(effect)})`,
          ],
        ),
        ["  everything else", signed(withoutToday.otherReasons)],
      ])}`,
    answer.reasons.length > 0 &&
      `Because of\n${facts([
        ["  an average customer's spending", amountIn(currency, answer.start)],
        ...answer.reasons.map(
          ({ words, value, effect }): Fact => [`  ${words}`, `${shown(value)}  (${signed(effect)})`],
        ),
        ["  everything else", signed(answer.otherReasons)],
      ])}`,
    ...answer.warnings.map((warning) => `Note: ${warning}`),
    `From data until ${answer.asOf}, by ${model.family} (${model.task}/${model.version}).`,
  );
};
