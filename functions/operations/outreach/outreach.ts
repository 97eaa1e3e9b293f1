import { csvCell } from "../../../shared/csv-text.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile, texts } from "../../../shared/sql.ts";
import type { AccountAnswer } from "../../7-predict/credit/api.ts";

const contactsSql = sqlFile(import.meta.url, "contacts.sql");

export interface Contact {
  readonly person: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** Contact data of these accounts, of the feed of contacts or the register. The log says who was looked up, as personal data demands. */
export const readContacts = async (
  { warehouse, log }: Pick<Platform, "warehouse" | "log">,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, Contact>> => {
  log.warn("contact data read", { counter: "personal_data_read", accounts: accounts.length });
  const rows = await warehouse.query(contactsSql, { accounts: texts(accounts) });
  const cell = (value: unknown) => (typeof value === "string" ? value : null);
  return new Map(
    rows.map((row) => [
      String(row["account_id"]),
      {
        person: cell(row["contact_person"]),
        phone: cell(row["contact_phone"]),
        email: cell(row["contact_email"]),
      },
    ]),
  );
};

const columns = ["account", "name", "branch", "invoice", "due_on", "overdue_days", "amount", "currency"];
const judged = ["chance", "expected_loss", "reasons"];
const personal = ["contact_person", "contact_phone", "contact_email"];

/** One line per open invoice, the accounts with the largest expected loss first. */
export const outreachCsv = (
  accounts: readonly AccountAnswer[],
  contacts: ReadonlyMap<string, Contact> | undefined,
): string => {
  const header = [...columns, ...judged, ...(contacts ? personal : [])];
  const rows = accounts.flatMap(({ account, name, branch, invoices }) =>
    invoices.map((open) => {
      const contact = contacts?.get(account);
      const reasons = open.reasons.map(({ words, value }) => `${words}: ${value ?? "unknown"}`).join("; ");
      return [
        ...[account, name, branch, open.invoice, open.dueOn, open.overdueDays, open.amount, open.currency],
        ...[open.chance, open.expectedLoss, reasons],
        ...(contacts ? [contact?.person, contact?.phone, contact?.email] : []),
      ];
    }),
  );
  return `${[header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
};
