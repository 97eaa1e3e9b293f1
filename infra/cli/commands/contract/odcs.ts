import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { Env } from "../../../entry/environment.ts";
import { assertFile } from "../../assert-file.ts";
import { contextOf, examples } from "../../context.ts";
import { WrongUsage } from "../../entry-point.ts";

/** `contract export` and `contract import`: to and from documents of the Open Data Contract Standard 3.1. */
export const addOdcs = (contract: Command): void => {
  contract
    .command("export")
    .argument("<feed>", "a feed's name, or the YAML file of a contract")
    .description("write a contract as an ODCS 3.1 document, which other tools read")
    .option("--out <file>", "write it into this file instead of printing it")
    .addHelpText("after", examples("contract export transactions --out transactions.odcs.yaml"))
    .action(async (feed: string, { out }: { out?: string }, command: Command) => {
      const { env, output } = contextOf(command);
      const { exportContract } = await import("../../../../functions/operations/contract/odcs-export.ts");
      const yaml = exportContract(await contractOf(env, feed), `${basename(feed, ".yaml")}.yaml`);
      if (out === undefined) return output.answer({ yaml }, () => yaml);
      writeFileSync(out, yaml);
      output.note(`Written to ${out}.`);
    });
  contract
    .command("import")
    .argument("<file>", "an ODCS document (version 3)")
    .description("make contracts of an ODCS document, one for each of its tables, and say what was left out")
    .option("--out <dir>", "write the contracts into this folder instead of printing them")
    .addHelpText("after", examples("contract import orders.odcs.yaml --out ./contracts"))
    .action(async (path: string, { out }: { out?: string }, command: Command) => {
      const { output } = contextOf(command);
      assertFile(path);
      const { importContracts } = await import("../../../../functions/operations/contract/odcs-import.ts");
      const imported = importContracts(readFileSync(path, "utf8"));
      for (const note of imported.flatMap(({ notes }) => notes)) output.note(note);
      if (out === undefined)
        return output.answer(imported, () => imported.map(({ yaml }) => yaml).join("---\n"));
      mkdirSync(out, { recursive: true });
      for (const { feed, yaml } of imported) writeFileSync(join(out, `${feed}.yaml`), yaml);
      output.note(`Written to ${out}: ${imported.map(({ feed }) => `${feed}.yaml`).join(", ")}`);
    });
};

/** The home's own contract goes before the built-in one of its name. */
const contractOf = async (env: Env, feed: string): Promise<string> => {
  const { homeContracts } = await import("../../../local/home-feeds.ts");
  const own = join(env.DAYBOOK_CONTRACTS ?? homeContracts(env.DAYBOOK_HOME), `${feed}.yaml`);
  for (const file of [feed, own]) if (existsSync(file)) return readFileSync(file, "utf8");
  const { builtInContract, contractYaml } = await import("../../../../shared/contracts/contract-text.ts");
  try {
    return contractYaml(builtInContract(feed));
  } catch {
    throw new WrongUsage(`there is no feed ${feed}; \`feeds\` lists those that there are`);
  }
};
