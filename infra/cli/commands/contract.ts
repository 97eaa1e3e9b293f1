import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { contextOf, examples, refuseProject } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { dateOrder, inferenceText } from "../infer-files.ts";

interface InferOptions {
  readonly out?: string;
  readonly dates?: string;
}

export const addContract = (program: Command): void => {
  const contract = program
    .command("contract")
    .description("write and check the contracts that say how files are read");
  contract
    .command("infer")
    .argument("<file...>", "files of one shop: all that you have, since each tells more")
    .description("draft contracts from real files, and say what was decided and what was not sure")
    .option("--out <dir>", "write the contracts into this folder instead of printing them")
    .option("--dates <order>", "how to read 03/04/24: dmy or mdy")
    .addHelpText("after", examples("contract infer ~/Downloads/*.csv --out ./contracts"))
    .action(async (paths: string[], { out, dates }: InferOptions, command: Command) => {
      refuseProject(command, "it reads files of this machine");
      const { env, output } = contextOf(command);
      for (const path of paths)
        if (!statSync(path, { throwIfNoEntry: false })?.isFile())
          throw new WrongUsage(`${path} is not a file`);
      const { inferContracts } = await import("../../../functions/operations/contract/infer.ts");
      const files = paths.map((path) => ({ path, name: basename(path) }));
      const inference = await inferContracts(files, {
        baseCurrency: env.DAYBOOK_BASE_CURRENCY,
        order: dateOrder(dates),
      });
      output.note(inferenceText(inference));
      if (inference.drafts.length === 0) throw new Error("no contract could be drafted from these files");
      if (out === undefined) {
        output.answer(inference.drafts, () => inference.drafts.map(({ yaml }) => yaml).join("---\n"));
        return;
      }
      mkdirSync(out, { recursive: true });
      for (const { feed, yaml } of inference.drafts) writeFileSync(join(out, `${feed}.yaml`), yaml);
      output.note(`\nWritten to ${out}: ${inference.drafts.map(({ feed }) => `${feed}.yaml`).join(", ")}`);
    });
};
