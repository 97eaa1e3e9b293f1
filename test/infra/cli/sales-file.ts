const header = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id";

/** A day of plain sales, each line worth 2 GBP. */
export const salesFile = (date: string, lines: number): string =>
  `${[header, ...Array.from({ length: lines }, (_, index) => saleLine(date, index))].join("\n")}\n`;

export const saleLine = (date: string, index: number): string =>
  `I${date}-${index},P${index % 7},Mug,1,${date}T10:00:00,2.00,GBP,C${index % 5}`;
