import { firstDate } from "../../../shared/dates.ts";
import { holidaysIn } from "../../../shared/holidays/holidays.ts";
import type { Platform } from "../../../shared/platform.ts";
import { cleanRules } from "../../../shared/quality/clean-rules.ts";
import { bool, date, dates, dayParams, sqlFile, texts, wholeNumber } from "../../../shared/sql.ts";
import type { Token } from "../../../shared/work/dirty-set.ts";
import { union } from "../../../shared/work/manifest.ts";
import { foldsIn, isFolded, touchedValues } from "../changes/fold-changes.ts";
import type { CleanSubject } from "../subject.ts";

const affectedDays = sqlFile(import.meta.url, "affected_days.sql");
const fileDatesOfDays = sqlFile(import.meta.url, "file_dates.sql");
// Each file reads the temporary tables of those before it.
const script = ["business_days.sql", "invoices.sql", "invoice_lines.sql", "payments.sql", "quarantine.sql"]
  .map((name) => sqlFile(import.meta.url, name))
  .join("\n;\n");

const registers = ["accounts", "skus"];
const documents = ["invoice_line_items", "payments", "credit_notes", "disputes"];

/** So many invoices are named one by one. If there are more, whole files are as quick. */
const mostNamed = 20_000;

/** The invoices of rows that changes ended or freed; undefined if there are too many. */
const touchedByChanges = async (
  platform: Platform,
  tokens: readonly Token[],
): Promise<readonly string[] | undefined> => {
  const found = new Set<string>();
  for (const fold of foldsIn(tokens))
    for (const invoice of await touchedValues(platform, fold, "invoice_id")) found.add(invoice);
  return found.size > mostNamed ? undefined : [...found].sort();
};

/** Where neither the invoice nor the account says otherwise: paid on day 30 is on time. */
const usualTermsDays = 30;

/** Invoices on credit, with their lines, what settles them, and the registers of accounts and items. */
export const credit: CleanSubject = {
  name: "credit-ledger",
  feed: "invoices",
  countPerson: sqlFile(import.meta.url, "person.sql"),
  async plan(platform, tokens) {
    const { warehouse } = platform;
    const of = (...names: readonly string[]) => tokens.filter(({ feed }) => names.includes(feed));
    const filesOf = (...names: readonly string[]) => union(of(...names).map(({ fileDate }) => fileDate));
    if (of("invoices", ...registers, ...documents).length === 0) return undefined;
    const touched = union(...of("invoices").map(({ days }) => days));
    const invoiceFiles = filesOf("invoices");
    const otherFiles = filesOf(...documents);
    const ended = await touchedByChanges(platform, of("invoices", ...documents));
    // A file of which changes ended a few rows is as it was otherwise.
    const changed = (files: readonly string[], ...names: readonly string[]) =>
      ended ? union(of(...names).flatMap((token) => (isFolded(token) ? [] : [token.fileDate]))) : files;
    const affected = await warehouse.query(affectedDays, {
      days: dates(touched),
      invoice_files: dates(changed(invoiceFiles, "invoices")),
      other_files: dates(changed(otherFiles, ...documents)),
      touched: texts(ended ?? []),
      first_day: date(firstDate),
      accounts_changed: bool(of("accounts").length > 0),
      skus_changed: bool(of("skus").length > 0),
    });
    const days = affected.map(({ day }) => String(day));
    const known = await warehouse.query(fileDatesOfDays, {
      ...dayParams(days),
      invoice_files: dates(invoiceFiles),
      from_day: date(firstDate),
    });
    const fileDates = known.map((row) => String(row["file_date"]));
    return { days, fileDates: union(invoiceFiles, otherFiles, fileDates, filesOf(...registers)) };
  },
  rebuild: async ({ company }, { days, fileDates }) => ({
    script,
    params: {
      ...dayParams(days),
      file_dates: dates(fileDates),
      from_day: date(firstDate),
      terms_days: wholeNumber(usualTermsDays),
      holidays: dates(holidaysIn(company.timeZone)),
      subject_rules: texts(cleanRules),
    },
  }),
};
