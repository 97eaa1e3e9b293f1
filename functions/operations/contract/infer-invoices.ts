import { builtInContract } from "../../../shared/contracts/contract-text.ts";
import { headerKey } from "../../../shared/contracts/header-key.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import type { Meaning } from "../../../shared/contracts/header-words.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import type { SampleColumn } from "./assign-columns.ts";
import { type Draft, describeFacts, type InferOptions } from "./draft.ts";
import { draftContract } from "./draft-contract.ts";
import type { DateOrder } from "./guess-dates.ts";
import { currencyIn } from "./guess-numbers.ts";
import { orderOfDates } from "./order-of-dates.ts";
import { columnsOf, factsOf, type ReadFile } from "./read-files.ts";

/** What sales have not: a day on which an invoice is due, and one on which it was paid. */
const due =
  /\bdue\b|f[aä]llig|zahlbar bis|zahlungsziel|[ée]ch[ée]ance|vencimiento|vencimento|scadenza|verval|termin p[lł]atno|f[oö]rfall|forfald|er[aä]p[aä]iv/i;
const paid =
  /\bpaid\b|\bsettle|payment.*date|date.*payment|\bpayment received|cleared|zahldatum|zahlungsdatum|zahlungseingang|bezahlt|date de (paiement|r[eè]glement)|r[eé]gl[eé]|fecha de (pago|cobro)|pagado|data (di )?pagamento|incasso|betaal|betaling|zap[lł]at|betald|betalt/i;

type Name = "invoice_id" | "account_id" | "issued_on" | "due_on" | "paid_on" | "amount" | "currency";

/**
 * A contract for invoices on credit, one line each; undefined if the files cannot be that. Lines of goods are sales,
 * also where they name a due date.
 */
export const inferInvoices = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
  options: InferOptions,
): Draft | undefined => {
  const first = assign(columns);
  if (!first) return undefined;
  const order = orderIn(files, first);
  const assigned = (order && assign(columnsOf(files, order.order))) ?? first;
  const facts = factsOf(files);
  const named = assigned.get("currency") ? undefined : currencyIn(assigned.get("amount")?.texts ?? []);
  const currency = named ?? assigned.get("currency")?.texts[0]?.toUpperCase() ?? options.baseCurrency;
  const yaml = draftContract(
    builtInContract("invoices"),
    assigned,
    facts,
    new Map([["currency", { default: currency }]]),
  );
  parseContract(yaml, "invoices.yaml");
  return {
    feed: "invoices",
    files: files.map(({ name }) => name),
    yaml,
    currency,
    decided: [
      ...describeFacts(files, facts),
      ...[...assigned].map(([name, { header }]) => `${name} is "${header}"`),
      ...(order ? [`days come ${order.order === "dmy" ? "before" : "after"} months: ${order.why}`] : []),
    ],
    unsure:
      named === undefined && !assigned.has("currency") ? [`no currency is named: taken as ${currency}`] : [],
  };
};

const assign = (columns: readonly SampleColumn[]): ReadonlyMap<Name, SampleColumn> | undefined => {
  const means = ({ header }: SampleColumn, ...meanings: readonly Meaning[]) =>
    meaningsOf(header).some(({ meaning, sureness }) => meanings.includes(meaning) && sureness >= 0.6);
  const isLine = (column: SampleColumn) => means(column, "quantity", "unit_price") && column.numbers;
  if (columns.some(isLine)) return undefined;
  const dated = columns.filter(({ dates }) => dates);
  const [dueOn, paidOn] = [due, paid].map((words) => dated.find(({ header }) => words.test(spaced(header))));
  const own = builtIn();
  const find = (name: Name, fits: (column: SampleColumn) => boolean) =>
    columns.find(({ header }) => own(name).includes(headerKey(header))) ?? columns.find(fits);
  const found = new Map<Name, SampleColumn | undefined>([
    ["due_on", dueOn],
    ["paid_on", paidOn],
    ["invoice_id", find("invoice_id", (column) => means(column, "invoice_no"))],
    ["account_id", find("account_id", (column) => means(column, "customer_id"))],
    [
      "issued_on",
      find(
        "issued_on",
        (one) => one !== dueOn && one !== paidOn && !!one.dates && means(one, "invoice_date"),
      ),
    ],
    [
      "amount",
      find("amount", (one) => !!one.numbers && !one.dates?.formats.length && means(one, "line_total")),
    ],
    ["currency", find("currency", (column) => means(column, "currency"))],
  ]);
  const isWhole = (["invoice_id", "account_id", "issued_on", "amount"] as const).every((name) =>
    found.get(name),
  );
  if (!isWhole || !(dueOn || paidOn)) return undefined;
  return new Map([...found].flatMap(([name, column]) => (column ? [[name, column] as const] : [])));
};

/** The contract's own words for a column. */
const builtIn = (): ((name: Name) => readonly string[]) => {
  const properties = builtInContract("invoices").schema[0]?.properties ?? [];
  return (wanted) =>
    properties
      .filter(({ name }) => name === wanted)
      .flatMap(({ name, customProperties = [] }) => [
        name,
        ...((customProperties.find(({ property }) => property === "aliases")?.value ?? []) as string[]),
      ])
      .map(headerKey);
};

/** "DateDue" and "date_due" as words. */
const spaced = (header: string): string =>
  header.replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replaceAll(/[^\p{L}\p{N}]+/gu, " ");

/** One of the dates may tell what the others leave open: all of a file are written in one way. */
const orderIn = (
  files: readonly ReadFile[],
  assigned: ReadonlyMap<Name, SampleColumn>,
): { readonly order: DateOrder; readonly why: string } | undefined => {
  const dates = (["issued_on", "due_on", "paid_on"] as const).flatMap((name) => assigned.get(name) ?? []);
  const open = dates.find(({ dates: found }) => found?.isAmbiguous);
  if (!open) return undefined;
  for (const { header, dates: found } of dates.filter((column) => !column.dates?.isAmbiguous)) {
    const order = found?.formats.map(orderOf).find((each) => each !== undefined);
    if (order) return { order, why: `"${header}" shows it` };
  }
  return orderOfDates(files, open);
};

const orderOf = (format: string): DateOrder | undefined => {
  if (format.startsWith("%m")) return "mdy";
  return /^%d[./-]%m/.test(format) ? "dmy" : undefined;
};
