import { z } from "zod";
import type { Warehouse } from "../../shared/ports.ts";
import type { CustomerDay, CustomerHistory } from "../../shared/serving/snapshot.ts";
import { sqlFile, text } from "../../shared/sql.ts";

const pageSql = sqlFile(import.meta.url, "customer_days.sql");
/** As the query says. BigQuery reads the whole table for each page, so a page is as large as memory allows. */
const rowsInPage = 500_000;

const Row = z.object({
  customer_id: z.string(),
  business_date: z.iso.date(),
  country: z.string().nullable(),
  orders: z.int(),
  items: z.int(),
  unique_products: z.int(),
  gross: z.number(),
  returns: z.number(),
  net: z.number(),
  joined: z.iso.date().nullable(),
  age: z.number().nullable(),
});
type Row = z.infer<typeof Row>;

/** All customers in the order of their ids' UTF-8 bytes, one page of the table in memory at a time. */
export async function* customersInOrder(
  warehouse: Warehouse,
): AsyncGenerator<readonly [string, CustomerHistory]> {
  for (let after = ""; ; ) {
    const page = z.array(Row).parse(await warehouse.query(pageSql, { after: text(after) }));
    const isLast = page.length < rowsInPage;
    const cut = isLast ? page.length : startOfLastCustomer(page);
    yield* histories(page.slice(0, cut));
    if (isLast) return;
    after = page[cut - 1]?.customer_id ?? after;
  }
}

/** The page may end in the middle of a customer, who is then read again with the next one. */
const startOfLastCustomer = (page: readonly Row[]): number => {
  const last = page.at(-1)?.customer_id;
  const start = page.findIndex(({ customer_id }) => customer_id === last);
  if (start === 0) throw new Error(`customer ${last} has more than ${rowsInPage} days`);
  return start;
};

function* histories(rows: readonly Row[]): Generator<readonly [string, CustomerHistory]> {
  let days: CustomerDay[] = [];
  for (const [index, row] of rows.entries()) {
    days.push([
      row.business_date,
      row.country,
      row.orders,
      row.items,
      row.unique_products,
      row.gross,
      row.returns,
      row.net,
    ]);
    if (rows[index + 1]?.customer_id === row.customer_id) continue;
    yield [row.customer_id, { days, joined: row.joined, age: row.age }];
    days = [];
  }
}
