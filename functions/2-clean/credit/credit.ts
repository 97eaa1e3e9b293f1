import { firstDate } from "../../../shared/dates.ts";
import { bool, date, dates, dayParams, sqlFile, wholeNumber } from "../../../shared/sql.ts";
import { union } from "../../../shared/work/manifest.ts";
import type { CleanSubject } from "../subject.ts";

const affectedDays = sqlFile(import.meta.url, "affected_days.sql");
const fileDatesOfDays = sqlFile(import.meta.url, "file_dates.sql");
// Each file reads the temporary tables of those before it.
const script = ["invoices.sql", "invoice_lines.sql", "payments.sql", "quarantine.sql"]
  .map((name) => sqlFile(import.meta.url, name))
  .join("\n;\n");

const registers = ["accounts", "skus"];
const documents = ["invoice_line_items", "payments", "credit_notes", "disputes"];

/** Where neither the invoice nor the account says otherwise: paid on day 30 is on time. */
const usualTermsDays = 30;

/** Invoices on credit, with their lines, what settles them, and the registers of accounts and items. */
export const credit: CleanSubject = {
  name: "credit-ledger",
  feed: "invoices",
  countPerson: sqlFile(import.meta.url, "person.sql"),
  async plan({ warehouse }, tokens) {
    const of = (...names: readonly string[]) => tokens.filter(({ feed }) => names.includes(feed));
    const filesOf = (...names: readonly string[]) => union(of(...names).map(({ fileDate }) => fileDate));
    if (of("invoices", ...registers, ...documents).length === 0) return undefined;
    const touched = union(...of("invoices").map(({ days }) => days));
    const invoiceFiles = filesOf("invoices");
    const otherFiles = filesOf(...documents);
    const affected = await warehouse.query(affectedDays, {
      days: dates(touched),
      invoice_files: dates(invoiceFiles),
      other_files: dates(otherFiles),
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
  rebuild: async (_, { days, fileDates }) => ({
    script,
    params: {
      ...dayParams(days),
      file_dates: dates(fileDates),
      from_day: date(firstDate),
      terms_days: wholeNumber(usualTermsDays),
    },
  }),
};
