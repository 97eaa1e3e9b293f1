import type { Command } from "commander";
import { counted, number } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { table } from "../terminal/table.ts";
import { assertHome, withHome } from "../with-home.ts";

interface EraseOptions {
  readonly customer: string;
  readonly dryRun?: boolean;
  readonly evenIfUnknown?: boolean;
}

export const addErase = (program: Command): void => {
  program
    .command("erase")
    .description(
      "take a person's rows out of everything that was made of the files, for good, with a certificate",
    )
    .requiredOption("--customer <id>", "the customer's id, as the tables show it")
    .option("--dry-run", "say in which files the person is, and change nothing")
    .option("--even-if-unknown", "keep the person out from now on, though nothing of them is here")
    .addHelpText(
      "after",
      `${examples("erase --customer C1042 --dry-run", "erase --customer C1042")}

The id goes as a keyed hash onto a list that every reading of a file obeys: replays and rebuilds leave the person out.
The original files are not changed: the certificate names them, says what expires when, and what is left to you.
Stopped at any moment, the same command goes on.`,
    )
    .action(async (options: EraseOptions, command: Command) => {
      const { env, output } = contextOf(command);
      const { customer, dryRun = false, evenIfUnknown = false } = options;
      if (customer.trim() === "") throw new WrongUsage("--customer is empty: give the id of one customer");
      assertHome(env);
      const { erase, findErasable } = await import("../../../functions/operations/erase/erase.ts");
      const { certificateText } = await import("../../../functions/operations/erase/certificate.ts");
      await withHome(env, {}, async (home) => {
        if (dryRun) {
          const files = await findErasable(home.platform, customer);
          return output.answer({ files }, () => inWords(files));
        }
        const rest = () => home.settle();
        const certificate = await erase(home.platform, customer, { rest, evenIfUnknown });
        output.answer(certificate, () => certificateText(certificate));
        output.note(
          `It is kept in the state bucket: erasures/v1/certificates/${certificate.subject}.json and .txt`,
        );
      });
    });
};

const inWords = (
  files: readonly { object: string; generation: string; feed: string; rows: number }[],
): string => {
  if (files.length === 0) return "No staged row of this customer is here.\nNothing was changed.";
  const rows = files.map(({ object, generation, feed, rows: count }) => [
    object,
    generation,
    feed,
    number(count),
  ]);
  const heads = [{ head: "file" }, { head: "generation" }, { head: "feed" }, { head: "rows", right: true }];
  return `${table(heads, rows)}\n\n${counted(files.length, "file")} would be staged anew without the person, and those with rejects beside them.\nNothing was changed.`;
};
