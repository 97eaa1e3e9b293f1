import { clock, day, dayFirst, decimal, lineCents, monthFirst, perDay, type Sale, sales } from "./sales.ts";
import { type Shop, text, usual } from "./shops.ts";

const italian = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    dayFirst(one.at, "/"),
    clock(one.at),
    one.receipt,
    one.code,
    one.name,
    one.milli / 1000,
    decimal(one.cents, 2, ",", "."),
    decimal(lineCents(one), 2, ",", "."),
    one.customer,
  ]);
  const head =
    "Data,Ora,Numero scontrino,Codice articolo,Descrizione,Quantità,Prezzo unitario,Totale,Codice cliente";
  const footer = ["Totale complessivo", "", "", "", "", "", "", "99.999,99", ""];
  return {
    ...usual,
    files: { "vendite.csv": text([head.split(","), ...rows, footer], ";", "\r\n") },
    sales: all,
    currency: "EUR",
    leftOut: 1,
  };
};

const brazilian = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    `${dayFirst(one.at, "/")} ${clock(one.at)}`,
    one.receipt,
    one.code,
    one.name,
    one.milli / 1000,
    `R$ ${decimal(one.cents, 2, ",", ".")}`,
    one.customer,
  ]);
  const head = "Data da venda,Nº pedido,Código,Produto,Qtd,Valor unitário,Cliente".split(",");
  return { ...usual, files: { "vendas.csv": text([head, ...rows], ";") }, sales: all, currency: "BRL" };
};

/** The facts of an order stand on its first line only. */
const webShop = (): Shop => {
  const all = sales(4, { refunds: false }).map((one, index) => ({
    ...one,
    receipt: `#${1000 + Math.floor(index / 2)}`,
    customer: `${one.customer || "guest"}@shop.example`,
  }));
  const head =
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Id";
  const rows = all.map((one, index) => {
    const first = (cell: string) => (index % 2 === 0 ? cell : "");
    return [
      one.receipt,
      one.customer,
      first("paid"),
      first("EUR"),
      ...["12.00", "5.00", "17.00", "", "3.50"].map(first),
      `${day(one.at)} ${clock(one.at)} +0000`,
      one.milli / 1000,
      one.name,
      decimal(one.cents, 2, "."),
      one.code,
      first("Ann B."),
      first(`59${index}`),
    ];
  });
  return {
    ...usual,
    files: { "orders_export_1.csv": text([head.split(","), ...rows]) },
    sales: all,
    currency: "EUR",
  };
};

const dollars = (cents: number): string =>
  cents < 0 ? `($${decimal(-cents, 2, ".", ",")})` : `$${decimal(cents, 2, ".", ",")}`;

/** A till service: an item's total, amounts of discount, its own numbers of transactions. */
const tillService = (): Shop => {
  const all = sales(4);
  const head =
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Event Type,Location,Customer ID,Customer Name";
  const rows = all.map((one) => [
    monthFirst(one.at).replace("2024", "24"),
    clock(one.at),
    "Eastern Time (US & Canada)",
    "Drinks",
    one.name,
    `${one.milli / 1000}.0`,
    "Regular",
    one.code,
    dollars(lineCents(one)),
    "$0.00",
    "$1.00",
    "$0.10",
    one.receipt,
    `pay-${one.receipt}`,
    one.milli < 0 ? "Refund" : "Payment",
    "Main St",
    one.customer,
    "",
  ]);
  return {
    ...usual,
    files: { "items-2024-02-26-2024-03-01.csv": text([head.split(","), ...rows]) },
    sales: all,
    currency: "USD",
  };
};

const halfDay = (at: Date): string => {
  const [hours = "", minutes = "", seconds = ""] = clock(at).split(":");
  return `${((Number(hours) + 11) % 12) + 1}:${minutes}:${seconds} ${Number(hours) < 12 ? "AM" : "PM"}`;
};

/** Refunds have positive figures, and only a column of kinds tells. The times are of half days. */
const kinds = (): Shop => {
  const all = sales(4);
  const rows = all.map((one) => [
    `${monthFirst(one.at)} ${halfDay(one.at)}`,
    one.milli < 0 ? "Refund" : "Sale",
    one.receipt,
    one.code,
    Math.abs(one.milli) / 1000,
    decimal(one.cents, 2, "."),
    "10",
    one.customer,
  ]);
  const head = ["Date", "Type", "Receipt", "Barcode", "Qty", "Price", "Discount %", "Member ID"];
  return { ...usual, files: { "journal.csv": text([head, ...rows]) }, sales: all, currency: "GBP" };
};

/** Put together from daily exports, each with its header and its subtotal. */
const putTogether = (): Shop => {
  const all = sales(4);
  const head = ["Receipt", "Date", "Code", "Qty", "Price"];
  const parts = perDay(all).flatMap(([, rows]) => [
    head,
    ...rows.map((one) => [
      one.receipt,
      `${day(one.at)} ${clock(one.at)}`,
      one.code,
      one.milli / 1000,
      decimal(one.cents, 2, "."),
    ]),
    ["Subtotal", "", "", 24, "99.00"],
  ]);
  return {
    ...usual,
    files: { "all.csv": text(parts) },
    sales: all,
    currency: "GBP",
    hasCustomers: false,
    leftOut: 1,
  };
};

const germanMonths = (): Shop => {
  const all = sales(5);
  const months = ["Januar", "Februar", "März"];
  const rows = all.map(({ at, ...one }) => [
    `${at.getUTCDate()}. ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`,
    one.receipt,
    one.code,
    `${decimal(one.milli, 3, ",")} Stk`,
    decimal(one.cents, 2, ",", "."),
  ]);
  const head = ["Datum", "Belegnr.", "Artikelnr.", "Menge", "Preis"];
  return {
    ...usual,
    files: { "verkauf.csv": text([head, ...rows], ";") },
    sales: all,
    currency: "EUR",
    hasClock: false,
    hasCustomers: false,
  };
};

/** From the third day on there is a column more, and another word for the quantity. */
const changing = (): Shop => {
  const all = sales(4);
  const files = perDay(all).map(([date, rows], index) => {
    const isLater = index >= 2;
    const head = ["Receipt", "Date", "Code", isLater ? "Quantity" : "Qty", "Price"];
    const cells = (one: Sale) => [
      one.receipt,
      `${day(one.at)} ${clock(one.at)}`,
      one.code,
      one.milli / 1000,
      decimal(one.cents, 2, "."),
    ];
    const wider = (row: readonly (string | number)[], cell: string) => (isLater ? [...row, cell] : row);
    return [`${date}.csv`, text([wider(head, "Cashier"), ...rows.map((one) => wider(cells(one), "Bob"))])];
  });
  return {
    ...usual,
    files: Object.fromEntries(files),
    sales: all,
    currency: "GBP",
    hasCustomers: false,
  };
};

export const moreShops: Readonly<Record<string, () => Shop>> = {
  "an Italian shop: its own words, a total below": italian,
  "a Brazilian shop: R$ and a decimal comma": brazilian,
  "a web shop's orders: lines with a prefix, the currency on the first line only": webShop,
  "a till service: totals of items, ($1.00) for a refund, numbers of transactions": tillService,
  "a journal whose refunds only a column of kinds tells": kinds,
  "daily exports in one file, each with its header and subtotal": putTogether,
  "dates with German months, pieces with their unit": germanMonths,
  "a column more and another word from the third day on": changing,
};
