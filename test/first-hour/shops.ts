import { zipped } from "./archive.ts";
import { clock, day, dayFirst, decimal, lineCents, monthFirst, perDay, type Sale, sales } from "./sales.ts";
import { workbook } from "./workbook.ts";

/** A shop's folder of exports, and what its raw lines should hold. */
export interface Shop {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly sales: readonly Sale[];
  readonly currency: string;
  /** Whether its times have hours. */
  readonly hasClock: boolean;
  readonly hasCustomers: boolean;
  /** Lines of titles and totals that must be reported. */
  readonly leftOut: number;
  readonly arguments?: readonly string[];
}

export type Cells = readonly (readonly (string | number)[])[];

const quoted = (cell: string | number, delimiter: string): string =>
  String(cell).includes(delimiter) || String(cell).includes('"')
    ? `"${String(cell).replaceAll('"', '""')}"`
    : String(cell);

export const text = (rows: Cells, delimiter = ",", end = "\n"): string =>
  rows.map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter) + end).join("");

const latin = (whole: string): Buffer => Buffer.from(whole, "latin1");

export const usual = { hasClock: true, hasCustomers: true, leftOut: 0 };

const german = (): Shop => {
  const all = sales(4);
  const head = [
    "Datum",
    "Uhrzeit",
    "Bonnummer",
    "Artikelnummer",
    "Bezeichnung",
    "Menge",
    "Einzelpreis",
    "Gesamtpreis",
    "Kundennr.",
  ];
  const files = perDay(all).map(([date, rows]) => [
    `Kasse_${date}.csv`,
    latin(
      text([["Bäckerei Müller"], ["Kassenjournal"]], ";", "\r\n") +
        text(
          [
            head,
            ...rows.map((one) => [
              dayFirst(one.at, "."),
              clock(one.at),
              one.receipt,
              one.code,
              one.name,
              decimal(one.milli, 3, ","),
              decimal(one.cents, 2, ",", "."),
              decimal(lineCents(one), 2, ",", "."),
              one.customer,
            ]),
            ["Summe", "", "", "", "", "", "", "999.999,99", ""],
          ],
          ";",
          "\r\n",
        ),
    ),
  ]);
  return { ...usual, files: Object.fromEntries(files), sales: all, currency: "EUR", leftOut: 8 };
};

const french = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    `${dayFirst(one.at, "/")} ${clock(one.at)}`,
    one.receipt,
    one.code,
    one.name,
    decimal(one.milli, 3, ","),
    `${decimal(one.cents, 2, ",", "\u202f")} €`,
    one.customer,
  ]);
  return {
    ...usual,
    files: {
      "ventes.csv": `\ufeff${text([["Date et heure", "N° facture", "Référence", "Désignation", "Quantité", "Prix unitaire", "N° client"], ...rows], "\t")}`,
    },
    sales: all,
    currency: "EUR",
  };
};

const american = (): Shop => {
  const all = sales(4);
  const files = perDay(all).map(([date, rows]) => [
    `orders-${date.replaceAll("-", "")}.csv`,
    text([
      ["Order ID", "Order Date", "SKU", "Product Name", "Quantity", "Unit Price", "Customer ID"],
      ...rows.map((one) => [
        one.receipt,
        `${monthFirst(one.at)} ${clock(one.at)}`,
        one.code,
        one.name,
        one.milli < 0 ? `(${-one.milli / 1000})` : one.milli / 1000,
        `$${decimal(one.cents, 2, ".", ",")}`,
        one.customer,
      ]),
    ]),
  ]);
  return { ...usual, files: Object.fromEntries(files), sales: all, currency: "USD" };
};

const byWeight = (): Shop => {
  const all = sales(4, { byWeight: true });
  const rows = all.map((one) => [
    day(one.at),
    one.receipt,
    one.code,
    decimal(one.milli, 3, ","),
    decimal(one.cents, 2, ","),
  ]);
  return {
    ...usual,
    files: { "mercado.csv": text([["fecha", "ticket", "código", "kg", "precio"], ...rows], ";") },
    sales: all,
    currency: "EUR",
    hasClock: false,
    hasCustomers: false,
  };
};

const refunds = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    `${day(one.at)} ${clock(one.at)}`,
    one.receipt,
    one.code,
    Math.abs(one.milli) / 1000,
    decimal(Math.sign(one.milli) * one.cents, 2, "."),
    "GBP",
  ]);
  return {
    ...usual,
    files: { "till.csv": text([["sold at", "receipt", "item", "qty", "price", "currency"], ...rows]) },
    sales: all,
    currency: "GBP",
    hasCustomers: false,
  };
};

const totals = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    `${day(one.at)}T${clock(one.at)}`,
    one.receipt,
    one.code,
    one.milli / 1000,
    decimal(lineCents(one), 2, "."),
    one.customer,
  ]);
  return {
    ...usual,
    files: {
      "lines.csv": text([
        ["Time stamp", "Receipt no", "Item", "Quantity", "Line total (GBP)", "Customer"],
        ...rows,
      ]),
    },
    sales: all,
    currency: "GBP",
  };
};

const excel = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    one.receipt,
    one.at,
    one.code,
    one.name,
    one.milli / 1000,
    one.cents / 100,
    one.customer,
  ]);
  const sheet = [
    ["Weekly report"],
    [],
    ["Receipt", "Date", "Item", "Description", "Qty", "Price", "Customer"],
    ...rows,
    ["Total", "", "", "", 17],
  ];
  return {
    ...usual,
    files: { "report.xlsx": workbook({ Cover: [["Hello"]], Sales: sheet }) },
    sales: all,
    currency: "GBP",
    leftOut: 2,
  };
};

const jsonLines = (): Shop => {
  const all = sales(4);
  const orders = [...Map.groupBy(all, ({ receipt, at }) => `${receipt} ${day(at)}`).values()];
  const lines = orders.flatMap((rows) =>
    rows.map((one) =>
      JSON.stringify({
        order_id: one.receipt,
        placed: { at: `${day(one.at)} ${clock(one.at)}` },
        customer_id: one.customer || null,
        currency: "GBP",
        lines: [{ sku: one.code, qty: one.milli / 1000, price: one.cents / 100 }],
      }),
    ),
  );
  return { ...usual, files: { "orders.jsonl": `${lines.join("\n")}\n` }, sales: all, currency: "GBP" };
};

const archive = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    dayFirst(one.at, "-"),
    one.receipt,
    one.code,
    one.milli / 1000,
    decimal(one.cents, 2, "."),
    one.customer,
  ]);
  return {
    ...usual,
    files: {
      "export.zip": zipped({
        "export.csv": text([["date", "invoice", "article", "units", "price", "client"], ...rows], "|"),
      }),
    },
    sales: all,
    currency: "GBP",
    hasClock: false,
  };
};

const excelText = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    one.receipt,
    dayFirst(one.at, "."),
    one.code,
    one.name,
    one.milli / 1000,
    decimal(one.cents, 2, ",", "."),
    one.customer === "" ? "" : `${one.customer.slice(1)}00.0`,
  ]);
  const footer = "Exportiert am 01.03.2024 von Kasse 2;;;;;;\r\n";
  return {
    ...usual,
    files: {
      "umsatz.csv": `\ufeff${text([["Beleg", "Datum", "Art.-Nr.", "Bezeichnung", "Stück", "Preis in €", "Kunde"], ...rows], ";", "\r\n")}${footer}`,
    },
    sales: all,
    currency: "EUR",
    hasClock: false,
    leftOut: 1,
  };
};

export const shops: Readonly<Record<string, () => Shop>> = {
  "a German bakery: windows-1252, titles, date and time apart, totals": german,
  "a French shop: tabs, narrow spaces, € signs": french,
  "an American web shop: month first, $ and commas, (2) for a return": american,
  "a Spanish market stall: kilograms": byWeight,
  "a till that writes refunds as negative prices": refunds,
  "an export with the total of each line": totals,
  "a workbook with a cover sheet, titles and a total": excel,
  "JSON Lines with a list of lines in each order": jsonLines,
  "a ZIP archive with one file": archive,
  "what Excel saves as CSV: a mark, semicolons, ids as numbers, a footer": excelText,
};
