import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import type { AccountAnswer, RiskAnswer } from "../../../functions/7-predict/credit/api.ts";
import { amountIn, counted, number, percent } from "../../../shared/words.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { wholeNumber } from "../terminal/whole-number.ts";
import { type Stores, withInstallation, withStores } from "../with-installation.ts";

interface RiskOptions {
  readonly account?: string;
  readonly limit?: number;
  readonly branch?: string;
  readonly minAmount?: string;
  readonly csv?: string;
  readonly contacts?: boolean;
}

export const addRisk = (program: Command): void => {
  program
    .command("risk")
    .description("list the accounts that are expected to pay late, the largest expected loss first, and why")
    .option("--account <id>", "only this account, with each open invoice")
    .option("--limit <n>", "how many accounts (default: 20, with --json 1000)", wholeNumber)
    .option("--branch <name>", "only accounts of this branch")
    .option("--min-amount <amount>", "only accounts that owe at least this much")
    .option("--csv <file>", "write a call list with one line per open invoice")
    .option("--contacts", "add contact persons to the call list; the log notes it")
    .addHelpText(
      "after",
      examples("risk", "risk --account A0017", "--json risk", "risk --csv calls.csv --contacts"),
    )
    .action(async (options: RiskOptions, command: Command) => risk(contextOf(command), options));
};

const risk = async (context: Context, options: RiskOptions): Promise<void> => {
  const { env, output } = context;
  const { answer, accounts } = await withStores(env, (stores) => askRisk(stores, options, output.isJson));
  if (options.csv !== undefined) {
    const { outreachCsv, readContacts } = await import("../../../functions/operations/outreach/outreach.ts");
    const ids = accounts.map(({ account }) => account);
    const contacts = options.contacts
      ? await withInstallation(context, ({ platform }) => readContacts(platform, ids))
      : undefined;
    writeFileSync(options.csv, outreachCsv(accounts, contacts));
    output.note(`${counted(accounts.length, "account")} in ${options.csv}`);
  }
  const detailed = {
    ...answer,
    accounts: accounts.map((each, place) => ({ ...answer.accounts[place], ...pick(each) })),
  };
  output.answer(detailed, () =>
    options.account === undefined ? ranking(answer, accounts) : accounts.map(inWords).join("\n\n"),
  );
};

const pick = ({ invoices }: AccountAnswer) => ({ invoices });

const askRisk = async (
  stores: Stores,
  { account, limit, branch, minAmount }: RiskOptions,
  isJson: boolean,
): Promise<{ readonly answer: RiskAnswer; readonly accounts: readonly AccountAnswer[] }> => {
  const { ask } = await import("../../../functions/operations/ask-predict.ts");
  const api = await import("../../../functions/7-predict/credit/api.ts");
  const query = new URLSearchParams({
    limit: String(limit ?? (isJson || account !== undefined ? api.mostAccounts : 20)),
    ...(branch !== undefined && { branch }),
    ...(minAmount !== undefined && { min_amount: minAmount }),
  });
  const found = api.RiskAnswer.parse(await ask(stores, `/v1/risk?${query}`));
  const answer =
    account === undefined
      ? found
      : { ...found, accounts: found.accounts.filter((each) => each.account === account) };
  const ids = account === undefined ? answer.accounts.map((each) => each.account) : [account];
  const accounts: AccountAnswer[] = [];
  for (const id of ids)
    accounts.push(api.AccountAnswer.parse(await ask(stores, `/v1/accounts/${encodeURIComponent(id)}/risk`)));
  return { answer, accounts };
};

const columns = [
  "account",
  "name",
  ...right("invoices", "open", "overdue", "chance", "expected late"),
  "why",
];

const ranking = (answer: RiskAnswer, accounts: readonly AccountAnswer[]): string => {
  const rows = answer.accounts.map((each, place) => [
    each.account,
    each.name ?? "",
    number(each.openInvoices),
    number(each.openAmount),
    number(each.overdueAmount),
    percent(each.chance),
    number(each.expectedLoss),
    firstReason(accounts[place]),
  ]);
  const more = answer.matching > rows.length ? ` (${number(rows.length)} shown; --limit shows more)` : "";
  return paragraphs(
    table(columns, rows),
    `${counted(answer.matching, "account")} with open invoices${more}; ${amountIn(answer.currency, answer.expectedLoss)} are expected late.`,
    source(answer),
  );
};

const firstReason = (account: AccountAnswer | undefined): string => {
  const overdue = account?.invoices.filter(({ overdueDays }) => overdueDays > 0) ?? [];
  if (overdue.length > 0)
    return `${counted(overdue.length, "invoice")} past due, up to ${counted(Math.max(...overdue.map(({ overdueDays }) => overdueDays)), "day")}`;
  const [reason] = account?.invoices.flatMap(({ reasons }) => reasons) ?? [];
  return reason ? `${reason.words}: ${reason.value ?? "unknown"}` : "";
};

const inWords = (account: AccountAnswer): string => {
  const rows = account.invoices.map(
    ({ invoice, dueOn, amount, currency, overdueDays, chance, expectedDaysLate, reasons }) => [
      invoice,
      dueOn,
      amount === null ? "unknown" : amountIn(currency, amount),
      overdueDays > 0 ? `${counted(overdueDays, "day")} late` : percent(chance),
      expectedDaysLate === null ? "" : String(expectedDaysLate),
      reasons
        .map(
          ({ words, value, effect }) =>
            `${words}: ${value ?? "unknown"} (${effect < 0 ? "−" : "+"}${Math.round(Math.abs(effect) * 100)} points)`,
        )
        .join("; "),
    ],
  );
  return paragraphs(
    `${account.account}${account.name === null ? "" : `  ${account.name}`}${account.isNew ? "  (no history yet: an average account's chance)" : ""}`,
    table(["invoice", "due", ...right("open", "chance of late", "days late"), "because of"], rows),
    source(account),
  );
};

const source = ({ asOf, model }: Pick<RiskAnswer, "asOf" | "model">): string =>
  model
    ? `From data until ${asOf}, by ${model.family} (${model.task}/${model.version}).`
    : `From data until ${asOf}. No model is trained yet: the chance is the account's own late rate (daybook train).`;
