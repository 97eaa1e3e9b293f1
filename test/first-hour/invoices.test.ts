import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../infra/cli/laptop-process.ts";
import { readExport } from "./read-export.ts";

describe("a list of invoices on credit, one line each, is read without a word from its owner", () => {
  const american = `Invoice No,Customer,Invoice Date,Due Date,Date Paid,Amount,Currency
I-1,Acme Ltd,1/5/2024,2/4/2024,2/3/2024,"1,200.00",USD
I-2,Acme Ltd,1/6/2024,2/5/2024,3/25/2024,450.00,USD
I-3,Bolt Inc,2/1/2024,3/2/2024,,99.50,USD
`;

  it("with months before days, which one date of three shows", async () => {
    const read = await readExport(temporaryFolder(), { "open items.csv": american });
    expect(read.inference.unread).toEqual([]);
    expect(read.rows).toEqual([
      "I-1|Acme Ltd|2024-01-05|2024-02-04|2024-02-03|1200|USD",
      "I-2|Acme Ltd|2024-01-06|2024-02-05|2024-03-25|450|USD",
      "I-3|Bolt Inc|2024-02-01|2024-03-02||99.5|USD",
    ]);
    expect(read.inference.drafts[0]?.decided).toContain('days come after months: "Date Paid" shows it');
  });

  it("in German and in French, with the currency of the amounts", async () => {
    const german = `Rechnungsnr;Kundennr;Rechnungsdatum;Fällig am;Bezahlt am;Betrag;Status
R1;10023;05.01.2024;04.02.2024;03.02.2024;1.200,00 €;bezahlt
R2;10024;06.01.2024;05.02.2024;;450,00 €;offen
`;
    const french = `N° facture;N° client;Date facture;Échéance;Date de règlement;Montant TTC
F1;C1;05/01/2024;04/02/2024;03/02/2024;1 200,00
`;
    expect((await readExport(temporaryFolder(), { "opos.csv": german })).rows).toEqual([
      "R1|10023|2024-01-05|2024-02-04|2024-02-03|1200|EUR",
      "R2|10024|2024-01-06|2024-02-05||450|EUR",
    ]);
    const read = await readExport(temporaryFolder(), { "factures.csv": french });
    expect(read.rows).toEqual(["F1|C1|2024-01-05|2024-02-04|2024-02-03|1200|GBP"]);
    expect(read.inference.drafts[0]?.unsure).toEqual(["no currency is named: taken as GBP"]);
  });

  it("asks which comes first where no date shows it", async () => {
    const open = american.replace("3/25/2024", "3/5/2024");
    const { inference } = await readExport(temporaryFolder(), { "open items.csv": open });
    expect(inference.unread[0]?.reason).toContain("Say which with --dates dmy or --dates mdy");
  });

  it("is not one of goods sold, though that names a due date", async () => {
    const sales = `Invoice No,Customer,Invoice Date,Due Date,Item,Qty,Price,Amount
I-1,Acme,2024-01-05,2024-02-04,Mug,2,3.50,7.00
`;
    const { inference } = await readExport(temporaryFolder(), { "sales.csv": sales });
    expect(inference.drafts.map(({ feed }) => feed)).toEqual(["transactions"]);
  });
});

describe("a day's sums by product", () => {
  it("without receipts and days are one receipt each, of the day in the file's name", async () => {
    const read = await readExport(temporaryFolder(), {
      "2024-03-13_sales.csv": "product,qty,price\nA,2,3.50\nB,1,12.00\n",
      "2024-03-14_sales.csv": "product,qty,price\nA,1,3.50\n",
    });
    expect(read.rows).toEqual([
      "2024-03-13|A|2|3.5|GBP||2024-03-13 00:00:00",
      "2024-03-13|B|1|12|GBP||2024-03-13 00:00:00",
      "2024-03-14|A|1|3.5|GBP||2024-03-14 00:00:00",
    ]);
  });
});
