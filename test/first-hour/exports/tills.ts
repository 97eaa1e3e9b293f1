import type { Export } from "./export.ts";

/** A Polish till: its own words, windows-1250, spaces between thousands, pieces with their unit. */
const polish: Export = {
  files: {
    "sprzedaz_2024-03-01.csv": encoded(
      {
        ą: 0xb9,
        ć: 0xe6,
        ę: 0xea,
        ł: 0xb3,
        ń: 0xf1,
        ó: 0xf3,
        ś: 0x9c,
        ź: 0x9f,
        ż: 0xbf,
        Ł: 0xa3,
        Ś: 0x8c,
        "\u00a0": 0xa0,
      },
      `Nr paragonu;Data sprzedaży;Godzina;Kod towaru;Nazwa towaru;Ilość;Cena brutto;Wartość brutto;Nr klienta
P/0001;01.03.2024;08:05;000017;Bułka pszenna;6 szt.;0,89 zł;5,34 zł;K-12
P/0001;01.03.2024;08:05;000204;Ser żółty;0,350 kg;42,90 zł;15,02 zł;K-12
P/0002;01.03.2024;08:17;003001;Ekspres ciśnieniowy;1 szt.;1 299,00 zł;1 299,00 zł;
P/0003;01.03.2024;09:40;000017;Bułka pszenna;-2 szt.;0,89 zł;-1,78 zł;K-7
Razem;;;;;;;1 317,58 zł;
`,
    ),
  },
  rows: `P/0001|000017|6|0.89|PLN|K-12|2024-03-01 08:05:00
P/0001|000204|0.35|42.9|PLN|K-12|2024-03-01 08:05:00
P/0002|003001|1|1299|PLN||2024-03-01 08:17:00
P/0003|000017|-2|0.89|PLN|K-7|2024-03-01 09:40:00`,
  leftOut: /1 line of totals/,
};

/** A Swedish till: sums of the day between its rows, a header on each page. */
const swedish: Export = {
  files: {
    "kassa.csv": `Försäljningsrapport;;;;;
Butik: Södermalm;;;;;
Sida 1;;;;;
Kvittonr;Datum;Artikelnr;Benämning;Antal;À-pris
501;2024-03-01;1001;Kaffe;2;34,50
501;2024-03-01;1002;Bulle;1;28,00
502;2024-03-01;1001;Kaffe;1;34,50
Summa;;;;4;131,50
Sida 2;;;;;
Kvittonr;Datum;Artikelnr;Benämning;Antal;À-pris
503;2024-03-02;1003;Tårta;1;1 249,00
504;2024-03-02;1001;Kaffe;3;34,50
Summa;;;;4;1 352,50
Totalt;;;;8;1 484,00
`,
  },
  rows: `501|1001|2|34.5|SEK||2024-03-01 00:00:00
501|1002|1|28|SEK||2024-03-01 00:00:00
502|1001|1|34.5|SEK||2024-03-01 00:00:00
503|1003|1|1249|SEK||2024-03-02 00:00:00
504|1001|3|34.5|SEK||2024-03-02 00:00:00`,
};

/** A Danish till: days as files, the date in their names only, a time in each line, a delimiter at the end of each row. */
const danish: Export = {
  files: {
    "salg-2024-03-01.csv": `Bonnr;Tid;Varenr;Varetekst;Antal;Pris;Beløb
1;08:15:00;00012;Rugbrød;1;32,95;32,95;
2;09:02:11;00031;Mælk;2;12,50;25,00;
`,
    "salg-2024-03-02.csv": `Bonnr;Tid;Varenr;Varetekst;Antal;Pris;Beløb
3;08:01:00;00012;Rugbrød;2;32,95;65,90;
4;10:30:59;01200;Ostekage;1;1.250,00;1.250,00;
`,
  },
  rows: `1|00012|1|32.95|DKK||2024-03-01 08:15:00
2|00031|2|12.5|DKK||2024-03-01 09:02:11
3|00012|2|32.95|DKK||2024-03-02 08:01:00
4|01200|1|1250|DKK||2024-03-02 10:30:59`,
};

/** A Swiss shop: 1'234.50, the currency before amounts, Mac Roman. */
const swiss: Export = {
  files: {
    "Verkaeufe.csv": encoded(
      { ä: 0x8a, ö: 0x9a, ü: 0x9f, é: 0x8e, "’": 0xd5, Ä: 0x80, Ü: 0x86 },
      `Verkäufe März\r\rBeleg\tDatum\tArtikel-Nr\tBezeichnung\tMenge\tEinzelpreis\tTotal\tKunde\rB-1\t01.03.24 10:15\t100\tKäse räss\t0.45\tCHF 32.00\tCHF 14.40\tMüller\rB-2\t01.03.24 11:20\t200\tFondueset für 8\t1\tCHF 1’249.50\tCHF 1’249.50\t\rB-3\t02.03.24 09:00\t300\tCafé crème für zwei\t2\tCHF 5.20\tCHF 10.40\tMüller\r`,
    ),
  },
  rows: `B-1|100|0.45|32|CHF|Müller|2024-03-01 10:15:00
B-2|200|1|1249.5|CHF||2024-03-01 11:20:00
B-3|300|2|5.2|CHF|Müller|2024-03-02 09:00:00`,
};

/** A Japanese till: yen without decimals. */
const japanese: Export = {
  files: {
    "売上明細.csv": `\ufeff伝票番号,販売日時,商品コード,商品名,数量,単価,金額
A-001,2024/03/01 10:05,0001,緑茶,2,"¥1,200","¥2,400"
A-001,2024/03/01 10:05,0002,湯呑,1,"¥12,800","¥12,800"
A-002,2024/03/01 12:30,0001,緑茶,1,"¥1,200","¥1,200"
合計,,,,4,,"¥16,400"
`,
  },
  rows: `A-001|0001|2|1200|JPY||2024-03-01 10:05:00
A-001|0002|1|12800|JPY||2024-03-01 10:05:00
A-002|0001|1|1200|JPY||2024-03-01 12:30:00`,
};

/** An Indian shop: 1,23,456.00, half days. */
const indian: Export = {
  files: {
    "Item wise sales.csv": `Sharma Traders
Item Wise Sales Register
From 01-03-2024 to 15-03-2024

Bill No,Bill Date,Bill Time,Item Code,Item Name,Qty,Rate,Disc %,GST %,Amount,Customer Name
S/101,13-03-2024,10:05 AM,000145,Basmati Rice 5kg,2,"₹ 1,250.00",0,5,"₹ 2,500.00",Cash
S/101,13-03-2024,10:05 AM,000200,Ghee 1L,1,₹ 640.00,10,12,₹ 576.00,Cash
S/102,14-03-2024,04:45 PM,009001,Refrigerator,1,"₹ 1,23,456.00",5,18,"₹ 1,17,283.20",R. Gupta
S/103,15-03-2024,06:20 PM,000145,Basmati Rice 5kg,1,"₹ 1,250.00",0,5,"₹ 1,250.00",Cash
Grand Total,,,,5,,,,"₹ 1,21,609.20",
`,
  },
  rows: `S/101|000145|2|1250|INR||2024-03-13 10:05:00
S/101|000200|1|640|INR||2024-03-13 10:05:00|-0.1
S/102|009001|1|123456|INR|R. Gupta|2024-03-14 16:45:00|-0.05
S/103|000145|1|1250|INR||2024-03-15 18:20:00`,
};

/** A till that writes payments and totals of receipts as lines, and tells them by their kind. */
const kindsOfLines: Export = {
  files: {
    "sales-history.csv": `Date,Receipt Number,Line Type,Customer Code,Customer Name,Note,Quantity,Subtotal,Sales Tax,Discount,Total,Details,Register,User,Status,Sku
2024-03-01 09:00:00,5001,Sale,WALKIN,,,3,25.00,2.50,0,27.50,2 X Tea + 1 X Pot,Main,Joe,CLOSED,
2024-03-01 09:00:00,5001,Sale Line,WALKIN,,,2,10.00,1.00,0,11.00,Tea,Main,Joe,CLOSED,TEA-1
2024-03-01 09:00:00,5001,Sale Line,WALKIN,,,1,15.00,1.50,0,16.50,Pot,Main,Joe,CLOSED,POT-1
2024-03-01 09:00:00,5001,Payment,WALKIN,,,,,,,27.50,Cash,Main,Joe,CLOSED,
2024-03-02 10:00:00,5002,Sale,C-77,Ann,,1,5.00,0.50,0,5.50,1 X Tea,Main,Joe,CLOSED,
2024-03-02 10:00:00,5002,Sale Line,C-77,Ann,,1,5.00,0.50,0,5.50,Tea,Main,Joe,CLOSED,TEA-1
2024-03-02 10:00:00,5002,Payment,C-77,Ann,,,,,,5.50,Card,Main,Joe,CLOSED,
`,
  },
  rows: `5001|TEA-1|2|5.5|GBP||2024-03-01 09:00:00
5001|POT-1|1|16.5|GBP||2024-03-01 09:00:00
5002|TEA-1|1|5.5|GBP|C-77|2024-03-02 10:00:00`,
};

/** Bytes of an encoding of one byte a letter. */
function encoded(letters: Readonly<Record<string, number>>, text: string): Buffer {
  return Buffer.from([...text].map((letter) => letters[letter] ?? letter.charCodeAt(0)));
}

export const tills: Readonly<Record<string, Export>> = {
  "a Polish till: windows-1250, pieces and kilograms": polish,
  "a Swedish till: a header and a sum on each page": swedish,
  "a Danish till: the date in the files' names, a delimiter at the end of each row": danish,
  "a Swiss shop: 1'234.50, Mac Roman and its line ends": swiss,
  "a Japanese till: yen without decimals": japanese,
  "an Indian shop: 1,23,456.00 and half days": indian,
  "a till that writes payments and receipts as lines": kindsOfLines,
};
