import type { Command } from "commander";
import { counted, number } from "../../../shared/words.ts";
import type { ErasedFile } from "../../../shared/work/erasure-requests.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { right, table } from "../terminal/table.ts";
import { withInstallation } from "../with-installation.ts";

interface EraseOptions {
  readonly customer: string;
  readonly dryRun?: boolean;
  readonly evenIfUnknown?: boolean;
}

export const addErase = (program: Command): void => {
  program
    .command("erase")
    .description(
      "erase a person's rows from everything made from the files, for good, and write a certificate",
    )
    .requiredOption("--customer <id>", "the customer's id, as the tables show it")
    .option("--dry-run", "show which files hold the person, and change nothing")
    .option("--even-if-unknown", "keep the person out of future files, even if no row of theirs is here")
    .addHelpText(
      "after",
      `${examples("erase --customer C1042 --dry-run", "erase --customer C1042")}

The id is added, as a keyed hash, to a list that every ingest obeys: replays and rebuilds leave the person out.
If changes gave the person another id, what stands under their other ids goes, too, each with a certificate.
The original files are not changed: the certificate names them, and says what expires when and what is left to you.
If the command is stopped, run it again: it continues.`,
    )
    .action(async (options: EraseOptions, command: Command) => {
      const context = contextOf(command);
      const { output } = context;
      const { customer, dryRun = false, evenIfUnknown = false } = options;
      if (customer.trim() === "") throw new WrongUsage("--customer is empty: give the id of one customer");
      const { erase, findErasable } = await import("../../../functions/operations/erase/erase.ts");
      const { certificateText } = await import("../../../functions/operations/erase/certificate.ts");
      await withInstallation(context, async (installation) => {
        if (dryRun) {
          const files = await findErasable(installation.platform, customer);
          return output.answer({ files }, () => inWords(files));
        }
        const certificate = await erase(installation, customer, { evenIfUnknown });
        output.answer(certificate, () => certificateText(certificate));
        output.note(
          `The certificate is kept in the state bucket: erasures/v1/certificates/${certificate.subject}.json and .txt`,
        );
      });
    });
};

const inWords = (files: readonly ErasedFile[]): string => {
  if (files.length === 0) return "No staged row of this customer is here.\nNothing was changed.";
  const cells = files.map(({ object, generation, feed, rows }) => [object, generation, feed, number(rows)]);
  return `${table(["file", "generation", "feed", ...right("rows")], cells)}\n\n${counted(files.length, "file")} would be staged anew without the person, and their rejects too.\nNothing was changed.`;
};
