import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { TierRules } from "../../../shared/tiers/tier-rules.ts";
import { number, tallied } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { right, table } from "../terminal/table.ts";
import { withInstallation } from "../with-installation.ts";

interface Choice {
  readonly rules?: string;
  readonly dryRun?: boolean;
}

export const addTiers = (program: Command): void => {
  const tiers = program
    .command("tiers")
    .description("put customers into tiers by what they buy, and say why each is where they are")
    .addHelpText(
      "after",
      examples("tiers update", "tiers show C00001", "tiers reassign --rules rules.yaml --dry-run"),
    );
  tiers
    .command("update")
    .description("compute every customer's tiers anew by the rules in force")
    .option("--dry-run", "only say what would change")
    .addHelpText("after", examples("tiers update --dry-run"))
    .action((choice: Choice, command: Command) => reassign(command, choice));
  tiers
    .command("reassign")
    .description("put other rules in force, and compute every customer's tiers by them")
    .requiredOption("--rules <file>", "a YAML file like shared/tiers/standard.yaml")
    .option("--dry-run", "only say what would change")
    .addHelpText("after", examples("tiers reassign --rules test/tiers/seed-loyalty.yaml --dry-run"))
    .action((choice: Choice, command: Command) => reassign(command, choice));
  tiers
    .command("show")
    .argument("<customer>", "the customer's id")
    .description("show a customer's tiers, the rows behind them, and what is missing to the next tier")
    .addHelpText("after", examples("tiers show C00001"))
    .action((customer: string, _: unknown, command: Command) => show(command, customer));
};

const reassign = async (command: Command, { rules: file, dryRun = false }: Choice): Promise<void> => {
  const context = contextOf(command);
  const rules = file === undefined ? undefined : await readRules(file);
  const { reassignTiers, tryTiers } = await import("../../../functions/operations/tiers/reassign.ts");
  if (dryRun) {
    const tried = await withInstallation(context, ({ platform }) => tryTiers(platform, rules));
    return context.output.answer(tried, () =>
      [countsText(tried.tiers), "", `Moves: ${tallied(tried.moves) || "none"}`, "Nothing was changed."].join(
        "\n",
      ),
    );
  }
  const done = await withInstallation(context, (installation) => reassignTiers(installation, rules));
  context.output.answer(done, () =>
    done.asOf === null
      ? `The rules "${done.rules}" are in force; there are no sales yet.`
      : `${countsText(done.tiers)}\n\nBy the rules "${done.rules}", as of ${done.asOf}.`,
  );
};

const readRules = async (file: string): Promise<TierRules> => {
  const { parseTierRules } = await import("../../../shared/tiers/tier-rules.ts");
  return parseTierRules(readFileSync(file, "utf8"), file);
};

const countsText = (tiers: Readonly<Record<string, number>>): string =>
  table(
    ["tier", ...right("customers")],
    Object.entries(tiers).map(([tier, customers]) => [tier, number(customers)]),
  );

const show = async (command: Command, customer: string): Promise<void> => {
  const context = contextOf(command);
  const { showTiers } = await import("../../../functions/operations/tiers/show-tiers.ts");
  const shown = await withInstallation(context, ({ platform }) => showTiers(platform, customer));
  context.output.answer(shown, () => {
    const history = shown.history.map((row) => [
      String(row["tier"]),
      String(row["valid_from"]),
      String(row["valid_to"] ?? "now"),
      String(row["reason"]),
    ]);
    const rows = shown.rows.map((row) =>
      [row["business_date"], row["invoice_no"], row["stock_code"], row["net"], row["file"], row["line"]].map(
        String,
      ),
    );
    return [
      `${shown.customer} is ${shown.tier}${shown.next ? `: ${shown.next.words}` : ""}.`,
      table(["tier", "from", "to", "because"], history),
      ...(rows.length === 0
        ? []
        : [table(["day", "invoice", "product", ...right("net"), "file", ...right("line")], rows)]),
    ].join("\n\n");
  });
};
