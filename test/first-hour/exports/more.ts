import { workbook } from "../workbook.ts";
import type { Export } from "./export.ts";

/** A French till: a day above its lines, prices without and with tax, percents off with their sign. */
const frenchDays: Export = {
  files: {
    "journal des ventes.csv": `\ufeffJournal des ventes;;;;;;;;
Boutique du Port;;;;;;;;
Date;N° ticket;Heure;Code article;Libellé;Qté;P.U. HT;P.U. TTC;Remise %
13/03/2024;;;;;;;;
;T-100;09:12;0012;Savon de Marseille;2;4,17;5,00;0 %
;T-100;09:12;0450;Eau de toilette;1;1 041,67;1 250,00;10 %
14/03/2024;;;;;;;;
;T-101;18:45;0012;Savon de Marseille;1;4,17;5,00;0 %
Total général;;;;;4;;;
`,
  },
  rows: `T-100|0012|2|5|EUR||2024-03-13 09:12:00
T-100|0450|1|1250|EUR||2024-03-13 09:12:00|-0.1
T-101|0012|1|5|EUR||2024-03-14 18:45:00`,
};

/** A list of a large system: framed by bars and dashes, minus behind, times without colons. */
const framed: Export = {
  files: {
    "list.txt": `14.03.2024                Dynamic List Display                1
----------------------------------------------------------------
|Bill.Doc. |Bill.Date |Time  |Material|Qty    |Net price|Crcy|Customer|
----------------------------------------------------------------
|90001     |13.03.2024|091500|M-01    |10     |1.250,00 |EUR |0000100 |
|90001     |13.03.2024|091500|M-02    |2,5    |8,00     |EUR |0000100 |
|90002     |14.03.2024|235959|M-01    |1-     |1.250,00 |USD |0000200 |
----------------------------------------------------------------
`,
  },
  rows: `90001|M-01|10|1250|EUR|0000100|2024-03-13 09:15:00
90001|M-02|2.5|8|EUR|0000100|2024-03-13 09:15:00
90002|M-01|-1|1250|USD|0000200|2024-03-14 23:59:59`,
};

/** Two currencies, told by the signs beside the prices only. */
const signs: Export = {
  files: {
    "sep.csv": `sep=;
Order;Date;Product;Qty;Unit Price;Customer
1;13 Mar 2024;Mug;2;€12.50;Guest
2;13 Mar 2024;Mug;1;£11.00;ann@x.example
3;14 Mar 2024;Plate;1;€1,200.00;ann@x.example
`,
  },
  rows: `1|Mug|2|12.5|EUR||2024-03-13 00:00:00
2|Mug|1|11|GBP|ann@x.example|2024-03-13 00:00:00
3|Plate|1|1200|EUR|ann@x.example|2024-03-14 00:00:00`,
};

/** An invoice import file: stars before required columns, dates of payment beside those of the invoice. */
const ledger: Export = {
  files: {
    "SalesInvoices.csv": `*ContactName,EmailAddress,POAddressLine1,POCity,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TaxAmount,Currency
Acme,pay@acme.example,1 High St,Leeds,INV-0041,PO 7,13/03/2024,12/04/2024,330.00,WID-1,Widget,10.0000,25.0000,,200,20% VAT,50.00,GBP
Acme,pay@acme.example,1 High St,Leeds,INV-0041,PO 7,13/03/2024,12/04/2024,330.00,WID-2,Widget large,1.0000,25.0000,,200,20% VAT,5.00,GBP
Best,ap@best.example,2 Low St,York,INV-0042,,14/03/2024,13/04/2024,30.00,WID-1,Widget,1.0000,25.0000,,200,20% VAT,5.00,GBP
`,
  },
  rows: `INV-0041|WID-1|10|25|GBP|Acme|2024-03-13 00:00:00
INV-0041|WID-2|1|25|GBP|Acme|2024-03-13 00:00:00
INV-0042|WID-1|1|25|GBP|Best|2024-03-14 00:00:00`,
};

/** A Norwegian web shop: amounts of lines only, kr before them, a returned line. */
const norwegian: Export = {
  files: {
    "ordrelinjer.csv": `Ordrenr;Ordredato;Kundenr;Varenr;Varenavn;Antall;Beløp inkl. mva
3001;13.03.2024 10:05;55;A1;Ullgenser;2;kr 1 998,00
3001;13.03.2024 10:05;55;B7;Votter;1;kr 249,00
3002;14.03.2024 11:15;;A1;Ullgenser;-1;kr -999,00
`,
  },
  rows: `3001|A1|2|999|NOK|55|2024-03-13 10:05:00
3001|B7|1|249|NOK|55|2024-03-13 10:05:00
3002|A1|-1|999|NOK||2024-03-14 11:15:00`,
};

/** An order service: names in one word, stamps of 14 digits, line prices as total. */
const stamps: Export = {
  files: {
    "oi_20240314.csv": `orderNumber|orderTime|customerNumber|articleNumber|articleName|orderedQuantity|singlePrice|linePrice|currencyIso
SW10001|20240313091530|K20001|SW-100|Lamp|2|49.95|99.90|EUR
SW10001|20240313091530|K20001|SW-200|Bulb|4|3.5|14.00|EUR
SW10002|20240314000000|K20002|SW-100|Lamp|1|49.95|49.95|EUR
`,
  },
  rows: `SW10001|SW-100|2|49.95|EUR|K20001|2024-03-13 09:15:30
SW10001|SW-200|4|3.5|EUR|K20001|2024-03-13 09:15:30
SW10002|SW-100|1|49.95|EUR|K20002|2024-03-14 00:00:00`,
};

/** A workbook with merged order cells, texts for dates, a note beside the table and totals below it. */
const merged: Export = {
  files: {
    "orders.xlsx": workbook({
      Orders: [
        ["Orders of the week", "", "", "", "", "", ""],
        ["Order no", "Order date", "Client", "Article", "Units", "Unit price", "Amount"],
        [8001, "13.03.2024", "Ann", "Desk", 1, 250, 250],
        ["", "", "", "Chair", 4, 49.5, 198],
        [8002, "14.03.2024", "Bob", "Chair", 2, 49.5, 99],
        ["", "", "", "Mat", 3, 12, 36],
        ["", "", "", "", "", "Sum", 583],
        [],
        ["Printed by office"],
      ],
    }),
  },
  rows: `8001|Desk|1|250|GBP|Ann|2024-03-13 00:00:00
8001|Chair|4|49.5|GBP|Ann|2024-03-13 00:00:00
8002|Chair|2|49.5|GBP|Bob|2024-03-14 00:00:00
8002|Mat|3|12|GBP|Bob|2024-03-14 00:00:00`,
};

/** A lakh of columns that mean something else, and amounts that grow with the quantity though they are called prices. */
const wide: Export = {
  files: {
    "report.tsv": `amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\tship-city\tship-postal-code\tship-country
111-001\t\t2024-03-13T09:15:30+00:00\t2024-03-14T01:00:00+00:00\tShipped\tCable 2m\tCB-2\tB00X\tShipped\t3\tUSD\t29.97\t2.40\t0.00\tReno\t00501\tUS
111-002\t\t2024-03-13T10:00:00+00:00\t2024-03-14T01:00:00+00:00\tShipped\tCable 2m\tCB-2\tB00X\tShipped\t1\tUSD\t9.99\t0.80\t4.99\tSalem\t97301\tUS
111-003\t\t2024-03-14T23:59:59+00:00\t2024-03-15T01:00:00+00:00\tShipped\tHub\tHB-4\tB00Y\tShipped\t1\tUSD\t24.50\t1.96\t0.00\tErie\t16501\tUS
`,
  },
  rows: `111-001|CB-2|3|9.99|USD||2024-03-13 09:15:30
111-002|CB-2|1|9.99|USD||2024-03-13 10:00:00
111-003|HB-4|1|24.5|USD||2024-03-14 23:59:59`,
};

export const more: Readonly<Record<string, Export>> = {
  "a French till: a day above its lines, percents with their sign": frenchDays,
  "a framed list of a large system: bars, dashes, minus behind": framed,
  "two currencies, told by the signs beside the prices": signs,
  "an invoice import file: stars, dates of payment": ledger,
  "a Norwegian web shop: totals of lines only": norwegian,
  "an order service: names in one word, stamps of 14 digits": stamps,
  "a workbook with merged cells of orders": merged,
  "a market place's wide report: a price that is the line's": wide,
};
