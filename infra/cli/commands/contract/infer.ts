import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { assertFile } from "../../assert-file.ts";
import { contextOf, examples, refuseProject } from "../../context.ts";
import { WrongUsage } from "../../entry-point.ts";
import { dateOrder, inferenceText } from "../../infer-files.ts";

interface InferOptions {
  readonly name?: string;
  readonly out?: string;
  readonly dates?: string;
}

export const addInfer = (contract: Command): void => {
  contract
    .command("infer")
    .argument("<file...>", "files of one shop: all that you have, since each tells more")
    .description("draft contracts from real files, and say what was decided and what was not sure")
    .option("--name <feed>", "draft a feed of this name with the files' own columns")
    .option("--out <dir>", "write the contracts into this folder instead of printing them")
    .option("--dates <order>", "how to read 03/04/24: dmy or mdy")
    .addHelpText(
      "after",
      examples(
        "contract infer ~/Downloads/till/*.csv --out ./contracts",
        "contract infer deliveries.xlsx --name deliveries --out ./contracts",
      ),
    )
    .action(async (paths: string[], { name, out, dates }: InferOptions, command: Command) => {
      refuseProject(command, "it reads files of this machine");
      const { env, output } = contextOf(command);
      if (name !== undefined && !/^[a-z][a-z0-9_]{0,62}$/.test(name))
        throw new WrongUsage(`--name ${name}: a feed's name has small letters, digits and underscores`);
      for (const path of paths) assertFile(path);
      const { inferContracts } = await import("../../../../functions/operations/contract/infer.ts");
      const files = paths.map((path) => ({ path, name: basename(path) }));
      const options = { baseCurrency: env.DAYBOOK_BASE_CURRENCY, order: dateOrder(dates), name };
      const inference = await inferContracts(files, options);
      output.note(`${inferenceText(inference)}\n`);
      const { drafts } = inference;
      if (drafts.length === 0) throw new Error("no contract could be drafted from these files");
      if (out === undefined) {
        output.answer(drafts, () => drafts.map(({ yaml }) => yaml).join("---\n"));
        return;
      }
      mkdirSync(out, { recursive: true });
      for (const { feed, yaml } of drafts) writeFileSync(join(out, `${feed}.yaml`), yaml);
      output.note(`Written to ${out}: ${drafts.map(({ feed }) => `${feed}.yaml`).join(", ")}`);
    });
};
