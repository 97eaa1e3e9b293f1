import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import type { Fit } from "../../../functions/operations/fit/fit.ts";
import { counted } from "../../../shared/words.ts";
import { type Context, contextOf, examples, refuseProject } from "../context.ts";
import { type FitOptions, fitRequest } from "../fit/fit-request.ts";
import { lines, paragraphs } from "../terminal/paragraphs.ts";
import { leaderboardOf } from "./leaderboard.ts";

export const addFit = (program: Command): void => {
  program
    .command("fit")
    .argument("<file>", "a CSV file with a header")
    .description("try every model family on a table of your own, tested on rows that were kept aside")
    .requiredOption("--target <column>", "the column to predict")
    .option("--time <column>", "the column that orders rows: a date, a time, or a whole number")
    .option(
      "--entity <column>",
      "the column that says whom a row is about: features then use their earlier rows",
    )
    .option("--group <column>", "rows of one group are never on both sides of a test")
    .option(
      "--split <way>",
      "how rows are kept aside: time, random or group; by default in time where there is one",
    )
    .option("--test-fraction <share>", "the share of rows that is kept for the final test", "0.2")
    .option("--known-after <days>", "how many days after its date a row's target is known", "1")
    .option("--classify", "the target has two values: predict the probability")
    .option("--amount", "the target is a count or an amount, never below zero")
    .option("--out <file>", "write what was predicted of rows that the models had not seen, as CSV")
    .option("--save <file>", "keep the chosen model, fitted on all rows, for `predict --model`")
    .addHelpText(
      "after",
      `${examples(
        "fit ./visits.csv --target spent --time visited_on --entity customer",
        "fit ./members.csv --target left --classify --out ./predictions.csv --save ./members.model",
        "predict --model ./members.model --rows ./new-members.csv",
      )}

Columns of numbers, dates and words are used as they are. With --time, a row is tested by models that were fitted on earlier
rows only, and its features use only what was known before it. Without it, rows are kept aside at random.`,
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
  const { thresholdTable } = await import("../../../functions/operations/fit/describe-fit.ts");
  const { fitText } = await import("../text/fit.ts");
  const fit = await fitColumns(await readColumns(file), request, new Date(), {
    onNote: (text) => output.note(text),
    onStep: ({ on, family, done, total, seconds }) =>
      output.note(`${done}/${total}  ${on}  ${family}  ${seconds.toFixed(1)} s`),
  });
  const written = await writeFiles(fit, options);
  const thresholds = thresholdTable(fit);
  const answer = { ...leaderboardOf(fit.card), predicted: fit.predicted, ...(thresholds && { thresholds }) };
  output.answer(answer, () => paragraphs(fitText(fit, thresholds), written));
};

const writeFiles = async (fit: Fit, { out, save }: FitOptions): Promise<string> => {
  const { answersCsv } = await import("../../../functions/operations/fit/describe-fit.ts");
  if (out !== undefined) writeFileSync(out, answersCsv(fit.answers));
  // It names entities, which may be people.
  if (save !== undefined) writeFileSync(save, `${JSON.stringify(fit.saved)}\n`, { mode: 0o600 });
  return lines(
    out !== undefined && `${counted(fit.answers.length, "prediction")} of unseen rows in ${out}.`,
    save !== undefined && `The model, fitted on all rows, is in ${save}.`,
  );
};
