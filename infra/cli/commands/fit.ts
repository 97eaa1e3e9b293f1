import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import type { FitRequest } from "../../../functions/operations/fit/fit-table.ts";
import { type Context, contextOf, examples, refuseProject } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { leaderboardOf } from "./leaderboard.ts";

interface FitOptions {
  readonly target: string;
  readonly time: string;
  readonly entity?: string;
  readonly testFraction: string;
  readonly knownAfter: string;
  readonly classify?: boolean;
  readonly save?: string;
}

export const addFit = (program: Command): void => {
  program
    .command("fit")
    .argument("<file>", "a CSV file with a header")
    .description("try every model family on a table of your own, tested on its newest rows")
    .requiredOption("--target <column>", "the column to predict")
    .requiredOption("--time <column>", "the column that orders rows: a date, a time, or a whole number")
    .option(
      "--entity <column>",
      "the column that says whom a row is about: features then use their earlier rows",
    )
    .option("--test-fraction <share>", "the share of newest rows that is kept for the final test", "0.2")
    .option("--known-after <days>", "how many days after its date a row's target is known", "1")
    .option("--classify", "the target has two values: predict the probability")
    .option("--save <file>", "keep the model, and the rows that it needs, for `predict --model`")
    .addHelpText(
      "after",
      `${examples(
        "fit ./visits.csv --target spent --time visited_on --entity customer --save visits.model",
        "predict --model visits.model --rows ./next-week.csv",
      )}

Columns of numbers, dates and words are used as they are. Nothing is sampled at random: a row is tested by models that
were fitted on earlier rows only, and its features use only what was known before it.`,
    )
    .action(async (file: string, options: FitOptions, command: Command) => {
      refuseProject(command, "it reads a file of this machine only");
      await fitFile(contextOf(command), file, options);
    });
};

const fitFile = async ({ output }: Context, file: string, options: FitOptions): Promise<void> => {
  const request = fitRequest(options);
  const { readColumns } = await import("../fit/read-columns.ts");
  const { fitColumns } = await import("../../../functions/operations/fit/fit.ts");
  const { leaderboardText } = await import("../text/leaderboard.ts");
  const kept = await fitColumns(await readColumns(file), request, new Date(), {
    onNote: (text) => output.note(text),
    onStep: ({ on, family, done, total, seconds }) =>
      output.note(`${done}/${total}  ${on}  ${family}  ${seconds.toFixed(1)} s`),
  });
  const { card, predicted } = kept;
  if (options.save !== undefined) {
    const { keptText } = await import("../../../functions/operations/fit/kept-fit.ts");
    // It holds the rows, which may be people's.
    writeFileSync(options.save, keptText(kept), { mode: 0o600 });
    output.note(`The model is in ${options.save}.`);
  }
  output.answer({ ...leaderboardOf(card), predicted }, () =>
    paragraphs(
      predicted !== null && `The prediction is the probability that ${options.target} is ${predicted}.`,
      leaderboardText(card),
    ),
  );
};

const fitRequest = ({
  testFraction,
  knownAfter,
  classify = false,
  target,
  time,
  entity,
}: FitOptions): FitRequest => {
  const [share, days] = [Number(testFraction), Number(knownAfter)];
  if (!(share >= 0.05 && share <= 0.5))
    throw new WrongUsage(`--test-fraction ${testFraction}: it must lie between 0.05 and 0.5`);
  if (!(Number.isInteger(days) && days >= 1 && days <= 3660))
    throw new WrongUsage(`--known-after ${knownAfter}: it must be a whole number of days from 1`);
  const columns = { target, time, ...(entity === undefined ? {} : { entity }) };
  return { ...columns, classify, testFraction: share, knownAfter: days };
};
