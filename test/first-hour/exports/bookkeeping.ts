import { workbook } from "../workbook.ts";
import type { Export } from "./export.ts";

/** A German merchandise system: minus behind, net and gross, percents off, customers and guests in one column. */
const merchandise: Export = {
  files: {
    "Belegpositionen.csv": `Belegart;Belegnr;Belegdatum;Kunde;Pos;Artikelnummer;Bezeichnung;Menge;Einheit;Einzelpreis;Rabatt %;Gesamtpreis netto;MwSt %
RE;2024-0001;13.03.2024;10023;1;004711;Schraube M4;100,000;Stk;0,12;0;12,00;19
RE;2024-0001;13.03.2024;10023;2;004712;Mutter M4;50,000;Stk;0,08;5;3,80;19
RE;2024-0002;14.03.2024;Laufkunde;1;009000;Bohrmaschine;1,000;Stk;1.299,00;10;1.169,10;19
GS;2024-0003;15.03.2024;10023;1;004711;Schraube M4;10,000-;Stk;0,12;0;1,20-;19
`,
  },
  rows: `2024-0001|004711|100|0.12|EUR|10023|2024-03-13 00:00:00
2024-0001|004712|50|0.08|EUR|10023|2024-03-13 00:00:00|-0.05
2024-0002|009000|1|1299|EUR||2024-03-14 00:00:00|-0.1
2024-0003|004711|-10|0.12|EUR|10023|2024-03-15 00:00:00`,
};

/** A ledger's report by product: the product stands in a line of its own above its sales, its total below. */
const byProduct: Export = {
  files: {
    "Sales by Item Detail.csv": `Sunny Ltd
Sales by Item Detail
March 2024

Item,Type,Date,Num,Memo,Name,Qty,Sales Price,Amount,Balance
Garden hose,,,,,,,,,
,Invoice,13/03/2024,1043,Hose 20m,Ann Lee,2,25.00,50.00,50.00
,Invoice,14/03/2024,1044,Hose 20m,Bob Ray,1,25.00,25.00,75.00
Total Garden hose,,,,,,3,,75.00,75.00
Sprinkler,,,,,,,,,
,Invoice,14/03/2024,1044,Sprinkler,Bob Ray,4,"1,012.50","4,050.00","4,050.00"
,Credit Memo,20/03/2024,1045,Sprinkler,Bob Ray,-1,"1,012.50","-1,012.50","3,037.50"
Total Sprinkler,,,,,,3,,"3,037.50","3,037.50"
TOTAL,,,,,,6,,"3,112.50","3,112.50"
`,
  },
  rows: `1043|Garden hose|2|25|GBP|Ann Lee|2024-03-13 00:00:00
1044|Garden hose|1|25|GBP|Bob Ray|2024-03-14 00:00:00
1044|Sprinkler|4|1012.5|GBP|Bob Ray|2024-03-14 00:00:00
1045|Sprinkler|-1|1012.5|GBP|Bob Ray|2024-03-20 00:00:00`,
};

/** An order list whose lines follow their order with blank cells, the names of columns with their object. */
const orderLines: Export = {
  files: {
    "sale.order.csv": `"Order Reference","Order Date","Customer","Order Lines/Product/Internal Reference","Order Lines/Description","Order Lines/Quantity","Order Lines/Unit Price","Order Lines/Discount (%)","Order Lines/Subtotal","Total"
"S00021","2024-03-13 09:12:44","Deco Addict","FURN_0001","[FURN_0001] Desk","2.0","450.0","0.0","900.0","1125.0"
"","","","FURN_0002","[FURN_0002] Lamp","3.0","83.33","10.0","224.99",""
"S00022","2024-03-14 15:00:01","Gemini","FURN_0001","[FURN_0001] Desk","1.0","450.0","0.0","450.0","450.0"
`,
  },
  rows: `S00021|FURN_0001|2|450|GBP|Deco Addict|2024-03-13 09:12:44
S00021|FURN_0002|3|83.33|GBP|Deco Addict|2024-03-13 09:12:44|-0.1
S00022|FURN_0001|1|450|GBP|Gemini|2024-03-14 15:00:01`,
};

/** Two rows of headers in which the same words stand twice; the upper row names what the lower ones are of. */
const twoHeaders: Export = {
  files: {
    "journal.xlsx": workbook({
      Übersicht: [
        ["Firma", "Monat"],
        ["Muster AG", "März 2024"],
      ],
      Journal: [
        ["Verkaufsjournal"],
        [],
        ["Beleg", "", "Kunde", "", "Artikel", "", "Verkauf", "", ""],
        ["Nr.", "Datum", "Nr.", "Name", "Nr.", "Name", "Menge", "Preis", "Betrag"],
        ["L-1", new Date(Date.UTC(2024, 2, 13)), "D10", "Ann", "A-01", "Stuhl", 4, 49.9, 199.6],
        ["L-1", new Date(Date.UTC(2024, 2, 13)), "D10", "Ann", "A-02", "Tisch", 1, 399, 399],
        ["L-2", new Date(Date.UTC(2024, 2, 14)), "", "", "A-01", "Stuhl", 2, 49.9, 99.8],
      ],
    }),
  },
  rows: `L-1|A-01|4|49.9|EUR|D10|2024-03-13 00:00:00
L-1|A-02|1|399|EUR|D10|2024-03-13 00:00:00
L-2|A-01|2|49.9|EUR||2024-03-14 00:00:00`,
};

/** A price that is the line's, and one of a piece, in columns whose names do not tell. */
const priceOfLine: Export = {
  files: {
    "2024-03.csv": `Date,Transaction ID,Transaction Type,Description,Quantity,Price (Gross),Price (Net),Tax,Tax rate
"Mar 13, 2024, 9:15 AM",T0001,Sale,Flat white,2,7.60,6.33,1.27,20%
"Mar 13, 2024, 9:15 AM",T0001,Sale,Croissant,1,2.90,2.42,0.48,20%
"Mar 13, 2024, 1:05 PM",T0002,Sale,Flat white,1,3.80,3.17,0.63,20%
"Mar 14, 2024, 10:00 AM",T0003,Refund,Flat white,1,-3.80,-3.17,-0.63,20%
"Mar 14, 2024, 11:00 AM",T0004,Sale,Flat white,4,15.20,12.67,2.53,20%
`,
  },
  rows: `T0001|Flat white|2|3.8|GBP||2024-03-13 09:15:00
T0001|Croissant|1|2.9|GBP||2024-03-13 09:15:00
T0002|Flat white|1|3.8|GBP||2024-03-13 13:05:00
T0003|Flat white|-1|3.8|GBP||2024-03-14 10:00:00
T0004|Flat white|4|3.8|GBP||2024-03-14 11:00:00`,
};

export const bookkeeping: Readonly<Record<string, Export>> = {
  "a German merchandise system: minus behind, percents off": merchandise,
  "a ledger's report by product: headings and totals between the rows": byProduct,
  "an order list with blank repeats and long names of columns": orderLines,
  "a workbook with two rows of headers, the same words twice": twoHeaders,
  "a list whose price is that of the line": priceOfLine,
};
