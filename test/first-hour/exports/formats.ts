import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { zipped } from "../archive.ts";
import type { Export } from "./export.ts";

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Seconds since 1970, amounts in cents, a currency in small letters. */
const unixSeconds: Export = {
  files: {
    "line_items.csv": `id,invoice,created,description,sku,quantity,unit_amount_cents,currency,customer
li_1,in_1001,${seconds("2024-03-13T09:15:30Z")},Coffee beans,SKU-1,2,1250,usd,cus_A
li_2,in_1001,${seconds("2024-03-13T09:15:30Z")},Filter,SKU-2,1,499,usd,cus_A
li_3,in_1002,${seconds("2024-03-14T00:00:01Z")},Coffee beans,SKU-1,1,1250,usd,cus_B
`,
  },
  rows: `in_1001|SKU-1|2|12.5|USD|cus_A|2024-03-13 09:15:30
in_1001|SKU-2|1|4.99|USD|cus_A|2024-03-13 09:15:30
in_1002|SKU-1|1|12.5|USD|cus_B|2024-03-14 00:00:01`,
};

/** NDJSON in gzip: milliseconds, nested customers, lists of lines. */
const unixMillis: Export = {
  files: {
    "events-20240313.ndjson.gz": gzipSync(
      [
        {
          orderId: "o-1",
          createdAt: seconds("2024-03-13T09:15:30Z") * 1000,
          currency: "SEK",
          customer: { id: "c-9", name: { first: "Å" } },
          lineItems: [
            { productId: "0042", quantity: 2, unitPrice: 99.5 },
            { productId: "0043", quantity: 1, unitPrice: 1250 },
          ],
          payments: [{ type: "card", amount: 1449 }],
        },
        {
          orderId: "o-2",
          createdAt: seconds("2024-03-13T23:59:59Z") * 1000,
          currency: "SEK",
          customer: null,
          lineItems: [{ productId: "0042", quantity: 1, unitPrice: 99.5 }],
          payments: [
            { type: "cash", amount: 100 },
            { type: "change", amount: -0.5 },
          ],
        },
      ]
        .map((order) => `${JSON.stringify(order)}\n`)
        .join(""),
    ),
  },
  rows: `o-1|0042|2|99.5|SEK|c-9|2024-03-13 09:15:30
o-1|0043|1|1250|SEK|c-9|2024-03-13 09:15:30
o-2|0042|1|99.5|SEK||2024-03-13 23:59:59`,
};

/** A sheet saved as CSV with its dates as serial numbers, in UTF-16, tabs. */
const serialDates: Export = {
  files: {
    "export.txt": Buffer.from(
      `\ufeffInvoice\tDate\tItem\tQty\tPrice\tCurrency\tCustomer\r\n
A1\t45364.5\tX-1\t1\t10.00\tUSD\tC1\r\n
A1\t45364.5\tX-2\t3\t2.50\tUSD\tC1\r\n
A2\t45365\tX-1\t2\t10.00\tEUR\t\r\n`,
      "utf16le",
    ),
  },
  rows: `A1|X-1|1|10|USD|C1|2024-03-13 12:00:00
A1|X-2|3|2.5|USD|C1|2024-03-13 12:00:00
A2|X-1|2|10|EUR||2024-03-14 00:00:00`,
};

/** Days as archives, in a folder for each month; times with Z and fractions. */
const archives: Export = {
  files: {
    "2024-03/2024-03-13.zip": zipped({
      "day.csv": `Receipt,Timestamp,Product code,Product,Units,Unit price incl. VAT,Unit price excl. VAT,VAT,Currency
9001,2024-03-13T09:15:30.123Z,0007,"Chocolate
bar",2,1.20,1.00,0.40,EUR
9002,2024-03-13T10:00:00.000Z,0008,Water,1,0.60,0.50,0.10,EUR
`,
    }),
    "2024-03/2024-03-14.zip": zipped({
      "day.csv": `Receipt,Timestamp,Product code,Product,Units,Unit price incl. VAT,Unit price excl. VAT,VAT,Currency
9003,2024-03-14T09:00:00.500Z,0007,"Chocolate
bar",1,1.20,1.00,0.20,EUR
`,
    }),
  },
  rows: `9001|0007|2|1.2|EUR||2024-03-13 09:15:30
9002|0008|1|0.6|EUR||2024-03-13 10:00:00
9003|0007|1|1.2|EUR||2024-03-14 09:00:00`,
};

/** Parquet of a data team: times, whole numbers of 64 bits, numbers of four bytes. */
const columns: Export = {
  files: {
    "sales_2024-03-13.parquet": Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: "receipt_id", data: [7_000_000_001n, 7_000_000_001n, 7_000_000_002n], type: "INT64" },
          {
            name: "sold_at",
            data: ["09:15:30", "09:15:30", "23:59:59.5"].map((clock) => new Date(`2024-03-13T${clock}Z`)),
            type: "TIMESTAMP",
          },
          { name: "sku", data: ["0042", "0043", "0042"], type: "STRING" },
          { name: "qty", data: [2, 1, 0.355], type: "DOUBLE" },
          { name: "unit_price", data: [19.9, 1250.5, 19.9], type: "FLOAT" },
          { name: "currency", data: ["EUR", "EUR", "USD"], type: "STRING" },
          { name: "customer_id", data: ["C1", "C1", undefined], type: "STRING", nullable: true },
        ],
      }),
    ),
  },
  rows: `7000000001|0042|2|19.9|EUR|C1|2024-03-13 09:15:30
7000000001|0043|1|1250.5|EUR|C1|2024-03-13 09:15:30
7000000002|0042|0.355|19.9|USD||2024-03-13 23:59:59`,
};

/** What a spreadsheet makes of a till's list: the day in three columns, and clocks that have lost their zeros. */
const apart: Export = {
  files: {
    "list.csv": `Year,Month,Day,Time,Receipt,Item,Qty,Price,Customer
2024,3,9,91244,1001,Cups,2,19.90,C1
2024,3,9,91244,1001,Plates,1,4.00,C1
2024,11,30,180310,1002,Cups,3,19.90,
`,
  },
  rows: `1001|Cups|2|19.9|GBP|C1|2024-03-09 09:12:44
1001|Plates|1|4|GBP|C1|2024-03-09 09:12:44
1002|Cups|3|19.9|GBP||2024-11-30 18:03:10`,
};

const monthsInWords: Export = {
  files: {
    "liste.csv": `Jahr;Monat;Tag;Beleg;Artikel;Menge;Preis
2024;März;9;1001;Tasse;2;19,90
2024;November;30;1002;Teller;3;4,50
`,
  },
  rows: `1001|Tasse|2|19.9|EUR||2024-03-09 00:00:00
1002|Teller|3|4.5|EUR||2024-11-30 00:00:00`,
};

export const formats: Readonly<Record<string, Export>> = {
  "lines of a payment service: seconds since 1970, cents": unixSeconds,
  "NDJSON in gzip: milliseconds since 1970, nested": unixMillis,
  "UTF-16 with the serial numbers of days": serialDates,
  "a Parquet file: times, whole numbers of 64 bits, numbers of four bytes": columns,
  "the day in three columns, times without their zero": apart,
  "Jahr, Monat in words, Tag": monthsInWords,
  "an archive a day: times with Z, prices with and without tax": archives,
};
