import type { Export } from "./export.ts";

/** Exports whose bytes are in their country's encoding. This platform reads these, and cannot write them: hence the bytes. */
const inBytes = (name: string, base64: string, rows: string): Export => ({
  files: { [name]: Buffer.from(base64, "base64") },
  rows,
});

/** 订单编号,下单时间,客户编号,商品编码,商品名称,数量,单价,金额 … */
const aChineseShop = inBytes(
  "orders.csv",
  `
tqm1pbHgusUsz8K1pcqxvOQsv827p7HgusUsyczGt7HgwussyczGt8P7s8Ysyv3Bvyy1pbzbLL3wtu4KQTEwMDEsMjAyNC0wMy0x
MyAwOToxMjo0NCxDMSxTS1UxLLGt19MsMiyBMIQ2MjUuMDAsgTCENjUwLjAwCkExMDAxLDIwMjQtMDMtMTMgMDk6MTI6NDQsQzEs
U0tVMizFzNfTLDEsIoEwhDYxLDI1MC4wMCIsIoEwhDYxLDI1MC4wMCIKQTEwMDIsMjAyNC0wMy0xNCAxODowMzoxMCwsU0tVMSyx
rdfTLDMsgTCENjI1LjAwLIEwhDY3NS4wMAo=`,
  `A1001|SKU1|2|25|CNY|C1|2024-03-13 09:12:44
A1001|SKU2|1|1250|CNY|C1|2024-03-13 09:12:44
A1002|SKU1|3|25|CNY||2024-03-14 18:03:10`,
);

/** 주문번호,주문일,고객번호,상품코드,상품명,수량,단가,금액 … */
const aKoreanTill = inBytes(
  "sales.csv",
  `
wda5rrn4yKMswda5rsDPLLDtsLS5+MijLLvzx7DE2rXlLLvzx7C47Sy89reuLLTcsKEssd2+1wpBLTEsMjAyNC0wMy0xMyAwOTox
Mjo0NCxDMSxTS1UxLLjTsdfExSwyLCIxMiw1MDAiLCIyNSwwMDAiCkEtMSwyMDI0LTAzLTEzIDA5OjEyOjQ0LEMxLFNLVTIswaK9
wywxLCI4LDkwMCIsIjgsOTAwIgpBLTIsMjAyNC0wMy0xNCAxODowMzoxMCwsU0tVMSy407HXxMUsMywiMTIsNTAwIiwiMzcsNTAw
Igo=`,
  `A-1|SKU1|2|12500|KRW|C1|2024-03-13 09:12:44
A-1|SKU2|1|8900|KRW|C1|2024-03-13 09:12:44
A-2|SKU1|3|12500|KRW||2024-03-14 18:03:10`,
);

/** 訂單編號,訂單日期,客戶編號,商品編號,商品名稱,數量,單價,小計 … */
const aTaiwaneseShop = inBytes(
  "orders.csv",
  `
rXGz5r1zuLksrXGz5qTptMEsq8ik4b1zuLkssNOrfr1zuLkssNOrfqZXutksvMa2cSyz5rv5LKRwrXAKVDEsMjAyNC8wMy8xMyxD
MSxTMSywqKdKqk0sMiwyNTAsNTAwClQxLDIwMjQvMDMvMTMsQzEsUzIsvUykbCwxLCIxLDI4MCIsIjEsMjgwIgpUMiwyMDI0LzAz
LzE0LCxTMSywqKdKqk0sMywyNTAsNzUwCg==`,
  `T1|S1|2|250|TWD|C1|2024-03-13 00:00:00
T1|S2|1|1280|TWD|C1|2024-03-13 00:00:00
T2|S1|3|250|TWD||2024-03-14 00:00:00`,
);

/** 注文番号,注文日時,顧客コード,商品コード,商品名,数量,単価,金額 … */
const aJapaneseTill = inBytes(
  "uriage.csv",
  `
ko2VtpTUjYYsko2VtpP6jp4sjNqLcYNSgVuDaCyPpJVpg1KBW4NoLI+klWmWvCyQlJfKLJJQib8si+CKegoxMDAxLDIwMjQvMDMv
MTMgMDk6MTI6NDQsQzAwMSw0OTAxMjM0NTY3ODk0LIN9g0+DSoNig3YsMiwiMSwyMDAiLCIyLDQwMCIKMTAwMSwyMDI0LzAzLzEz
IDA5OjEyOjQ0LEMwMDEsNDkwMTIzNDU2NzkwMCyOTSwxLDg1MCw4NTAKMTAwMiwyMDI0LzAzLzE0IDE4OjAzOjEwLCw0OTAxMjM0
NTY3ODk0LIN9g0+DSoNig3YsMywiMSwyMDAiLCIzLDYwMCIK`,
  `1001|4901234567894|2|1200|JPY|C001|2024-03-13 09:12:44
1001|4901234567900|1|850|JPY|C001|2024-03-13 09:12:44
1002|4901234567894|3|1200|JPY||2024-03-14 18:03:10`,
);

/** Receipt;Date;Product code;Description;Quantity;Price … */
const greekNames = inBytes(
  "poliseis.csv",
  `
UmVjZWlwdDtEYXRlO1Byb2R1Y3QgY29kZTtEZXNjcmlwdGlvbjtRdWFudGl0eTtQcmljZQoxOzEzLzAzLzIwMjQ7wTE7yu/98OEg
6uH23TsyOzMsNTAKMTsxMy8wMy8yMDI0O8EyO9Dp3PTvIPHn9/w7MTsxMiwwMAoyOzE0LzAzLzIwMjQ7wTE7yu/98OEg6uH23Tsz
OzMsNTAK`,
  `1|Α1|2|3.5|GBP||2024-03-13 00:00:00
1|Α2|1|12|GBP||2024-03-13 00:00:00
2|Α1|3|3.5|GBP||2024-03-14 00:00:00`,
);

/** Fiş No;Tarih;Saat;Cari Kodu;Stok Kodu;Stok Adı;Miktar;Birim Fiyat;Tutar … */
const aTurkishTill = inBytes(
  "satis.csv",
  `
Rmn+IE5vO1RhcmloO1NhYXQ7Q2FyaSBLb2R1O1N0b2sgS29kdTtTdG9rIEFk/TtNaWt0YXI7QmlyaW0gRml5YXQ7VHV0YXIKMDAw
MTIzOzEzLjAzLjIwMjQ7MDk6MTI7MTIwLjAxLjAwMTtTVEswMDE7QmFyZGFrOzI7NDksOTAgVEw7OTksODAgVEwKMDAwMTIzOzEz
LjAzLjIwMjQ7MDk6MTI7MTIwLjAxLjAwMTtTVEswMDI7VGFiYWs7MTsxLjI0OSw1MCBUTDsxLjI0OSw1MCBUTAowMDAxMjQ7MTQu
MDMuMjAyNDsxNzo0NTs7U1RLMDAxO0JhcmRhazs0OzQ5LDkwIFRMOzE5OSw2MCBUTAo=`,
  `000123|STK001|2|49.9|TRY|120.01.001|2024-03-13 09:12:00
000123|STK002|1|1249.5|TRY|120.01.001|2024-03-13 09:12:00
000124|STK001|4|49.9|TRY||2024-03-14 17:45:00`,
);

/** Halves of the day as Spanish programs write them, with a space that does not break. */
const spanishHalves: Export = {
  files: {
    "ventas.csv": `Ticket;Fecha;Código;Artículo;Uds.;P.V.P.;Importe;Cliente
T1;13/03/2024 09:12:00 a.\u00a0m.;A1;Taza;2;12,50 €;25,00 €;
T1;13/03/2024 09:12:00 a.\u00a0m.;A2;Plato;1;1.250,00 €;1.250,00 €;
T2;13/03/2024 06:30:00 p.\u00a0m.;A1;Taza;3;12,50 €;37,50 €;C9
`,
  },
  rows: `T1|A1|2|12.5|EUR||2024-03-13 09:12:00
T1|A2|1|1250|EUR||2024-03-13 09:12:00
T2|A1|3|12.5|EUR|C9|2024-03-13 18:30:00`,
};

/** Dates as they are spoken. */
const spoken: Export = {
  files: {
    "verkaeufe.csv": `Nr;Datum;Artikel;Anzahl;Preis
1;Mittwoch, 13. März 2024;A;2;3,50
1;Mittwoch, 13. März 2024;B;1;12,00
2;Donnerstag, 14. März 2024;A;1;3,50
`,
  },
  rows: `1|A|2|3.5|EUR||2024-03-13 00:00:00
1|B|1|12|EUR||2024-03-13 00:00:00
2|A|1|3.5|EUR||2024-03-14 00:00:00`,
};

/** A service's own records: seconds since 1970, and an id that its lines share. */
const records: Export = {
  files: {
    "sales.jsonl": `{"id": "t1", "ts": 1710321164, "customer": "c1", "items": [{"sku": "A", "qty": 2, "price": 12.5}, {"sku": "B", "qty": 1, "price": 99}]}
{"id": "t2", "ts": 1710424964, "customer": null, "items": [{"sku": "A", "qty": 3, "price": 12.5}]}
{"id": "t3", "ts": 1710511364, "customer": "c2", "items": [{"sku": "B", "qty": -1, "price": 99}]}
`,
  },
  rows: `t1|A|2|12.5|GBP|c1|2024-03-13 09:12:44
t1|B|1|99|GBP|c1|2024-03-13 09:12:44
t2|A|3|12.5|GBP||2024-03-14 14:02:44
t3|B|-1|99|GBP|c2|2024-03-15 14:02:44`,
};

export const encodings: Readonly<Record<string, Export>> = {
  "a Chinese web shop in GB 18030: ¥ is the yuan": aChineseShop,
  "a Korean till in EUC-KR": aKoreanTill,
  "a Taiwanese shop in Big5": aTaiwaneseShop,
  "a Japanese till in Shift JIS": aJapaneseTill,
  "English headers above Greek names": greekNames,
  "a Turkish till: only a header tells its letters from Czech ones": aTurkishTill,
  "Spanish halves of the day": spanishHalves,
  "dates with their weekday, in German": spoken,
  "a service's records: seconds since 1970, and an id that lines share": records,
};
