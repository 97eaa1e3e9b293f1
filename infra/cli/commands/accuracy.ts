import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { contextOf, examples } from "../context.ts";
import { assertHome, withHome } from "../with-home.ts";

export const addAccuracy = (program: Command): void => {
  program
    .command("accuracy")
    .description("what was predicted next to what came: customers, the company, and whether the two agree")
    .option("--since <yyyy-mm-dd>", "predictions made from this day on (default: the last 120 days)", isoDay)
    .addHelpText("after", examples("accuracy", "--json accuracy --since 2024-01-01"))
    .action(async ({ since }: { since?: string }, command: Command) => {
      const { env, output } = contextOf(command);
      assertHome(env);
      const { accuracyOf } = await import("../../../functions/operations/accuracy/accuracy.ts");
      const { accuracyText } = await import("../text/accuracy.ts");
      const accuracy = await withHome(env, {}, ({ platform }) => accuracyOf(platform, since));
      output.answer(accuracy, () => accuracyText(accuracy));
    });
};

const isoDay = (text: string): string => {
  if (!z.iso.date().safeParse(text).success)
    throw new InvalidArgumentError("It must be a day, such as 2024-10-06.");
  return text;
};
