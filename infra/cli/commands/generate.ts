import { readdirSync, statSync } from "node:fs";
import type { Command } from "commander";
import { counted, megabytes, number } from "../../../shared/words.ts";
import { CompanyOptions } from "../../laptop/synthetic/options.ts";
import { type Context, contextOf, examples, refuseProject, typed } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";

export const addGenerate = (program: Command): void => {
  program
    .command("generate")
    .description("write the files of a synthetic company; the same options give the same bytes")
    .requiredOption("--out <dir>", "the folder to write to")
    .option("--seed <n>", "another seed gives another company")
    .option("--from <date>", "the first day")
    .option("--days <n>", "how many days")
    .option("--customers <n>", "how many known customers")
    .option("--products <n>", "how many products")
    .option("--stores <n>", "how many shops")
    .option("--lines-per-day <n>", "average sales lines a day")
    .option("--mess <share>", "how dirty the files are, from 0 to 1")
    .option("--anomalies <n>", "how many unusual events with a known cause")
    .option("--credit", "only the trade business: accounts, items, invoices, payments, and the true chances")
    .option("--force", "write into a folder that is not empty")
    .addHelpText(
      "after",
      examples(
        "generate --out ./company --seed 7 --days 365 --mess 0.1",
        "generate --credit --out ./trade --days 365 --customers 1000",
      ),
    )
    .action(async (options: GenerateOptions, command: Command) => {
      refuseProject(command, "it writes files on this machine; load them with `run`");
      await generate(contextOf(command), options);
    });
};

type GenerateOptions = {
  readonly out: string;
  readonly force?: boolean;
  readonly credit?: boolean;
} & Readonly<Record<string, unknown>>;

const generate = async (
  { output }: Context,
  { out, force = false, credit = false, ...options }: GenerateOptions,
) => {
  const company = parseOptions(options);
  if (!force && isFilled(out))
    throw new WrongUsage(`--out ${out}: the folder is not empty; choose another or add --force`);
  const { writeCompany } = await import("../../laptop/synthetic/company.ts");
  const progress = output.progress("writing", company.days, "days");
  const written = writeCompany(company, out, (day) => progress.update(day), { creditOnly: credit });
  progress.end();
  output.answer({ out, options: company, ...written }, () =>
    [
      `${counted(written.files, "file")}, ${megabytes(written.bytes)}, ${number(written.lines)} sales lines in ${out}`,
      `Load them: ${typed} run ${out}`,
    ].join("\n"),
  );
};

const isFilled = (folder: string): boolean =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(folder).length > 0;

/** Options arrive as text; one that is left out keeps its default. */
const parseOptions = (options: Readonly<Record<string, unknown>>): CompanyOptions => {
  const given = Object.entries(options)
    .filter(([name]) => name in CompanyOptions.shape)
    .map(([name, value]) => [name, name === "from" ? value : Number(value)]);
  const parsed = CompanyOptions.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `--${flagName(path.join("."))}: ${message}`);
  throw new WrongUsage(faults.join("; "));
};

const flagName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
