import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { creditCompany } from "../../shared/tasks/credit-company.ts";
import { companyFiles, families, trainNow } from "../7-predict/trained-home.ts";

/** A file of sales with fewer than three rows waits for a person. */
export const holdingContracts = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
  cpSync("shared/contracts", folder, { recursive: true });
  const contract = join(folder, "transactions.yaml");
  const text = readFileSync(contract, "utf8").replace(
    "mustBeGreaterThan: 0, severity: reject_file",
    "mustBeGreaterThan: 2, severity: hold",
  );
  writeFileSync(contract, text);
  return folder;
};

export const heldFile = "transactions/2024-05-10-late.csv";
export const wrongRow = { file: "transactions/2024-05-20-more.csv", line: 2, value: "dozens" };

const held = `invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id
H1,P0001,3,2024-05-10T10:00:00,7.50,C00001
H2,P0002,1,2024-05-10T11:00:00,2.50,C00002
`;

/**
 * A company that has something for every page: sales of five months whose last day is far larger than usual, models
 * of its customers, invoices on credit, rows in quarantine, and a file that waits for a person.
 */
export const wholeCompany = async (): Promise<OpenedHome> => {
  const contracts = holdingContracts();
  const home = await openTemporaryHome({ DAYBOOK_CONTRACTS: contracts }, { families });
  const files = [...companyFiles(), ...creditCompany()];
  const lastDay = files.findLast(({ name }) => name.startsWith("transactions/"))?.name;
  const days = files.filter(({ name }) => /^transactions\/[-\d]+\.csv$/.test(name));
  const last = new Set(days.slice(-3));
  for (const file of files) if (!last.has(file)) await home.dropText(file.name, file.text);
  // Published before the last days come: a forecast that they can be compared with.
  await home.settle();
  for (const { name, text } of last) await home.dropText(name, name === lastDay ? manyTimes(text) : text);
  await home.dropText(wrongRow.file, withWrongRow);
  await home.dropText(heldFile, held);
  await home.settle();
  await trainNow(home, "spend_30d", "next_day_spend");
  await home.settle();
  return {
    ...home,
    async discard() {
      await home.discard();
      rmSync(contracts, { recursive: true });
    },
  };
};

/** The same orders again and again, under other numbers. */
const manyTimes = (text: string): string => {
  const [head = "", ...rows] = text.trimEnd().split("\n");
  const again = Array.from({ length: 30 }, (_, time) => rows.map((row) => `${10 + time}${row}`)).flat();
  return `${[head, ...rows, ...again].join("\n")}\n`;
};

/** With a larger share of wrong rows the whole file would be turned away. */
const withWrongRow = `invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id
Q0,P0001,${wrongRow.value},2024-05-20T10:00:00,2.50,C00001
${Array.from({ length: 60 }, (_, place) => `Q${place + 1},P0001,1,2024-05-20T10:00:00,2.50,C00002\n`).join("")}`;
