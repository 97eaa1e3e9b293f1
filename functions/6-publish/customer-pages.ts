import { z } from "zod";
import type { Params, Warehouse } from "../../shared/ports.ts";
import { text } from "../../shared/sql.ts";

/** The limit in the queries. BigQuery scans the table again for each page, so a page is as large as memory allows. */
const rowsInPage = 500_000;

interface OfCustomer {
  readonly customer_id: string;
}

/** From the parameter @after on. Each page ends with the last row of a customer. */
export async function* pagesOfCustomers<Row extends OfCustomer>(
  warehouse: Warehouse,
  sql: string,
  given: Params,
  row: z.ZodType<Row>,
): AsyncGenerator<readonly Row[]> {
  for (let params = given; ; ) {
    const page = z.array(row).parse(await warehouse.query(sql, params));
    if (page.length < rowsInPage) return yield page;
    const complete = page.slice(0, startOfLastCustomer(page));
    yield complete;
    const last = complete.at(-1)?.customer_id;
    if (last !== undefined) params = { ...given, after: text(last) };
  }
}

/** A page may end in the middle of a customer, who is then read again with the next page. */
const startOfLastCustomer = (page: readonly OfCustomer[]): number => {
  const last = page.at(-1)?.customer_id;
  const start = page.findIndex(({ customer_id }) => customer_id === last);
  if (start === 0) throw new Error(`customer ${last} has more than ${rowsInPage} days`);
  return start;
};
