import { z } from "zod";
import { dayOf, isoDate } from "../../shared/dates.ts";
import type { Warehouse } from "../../shared/ports.ts";
import type { Favourite, Favourites } from "../../shared/serving/sections/favourites.ts";
import { date, sqlFile, text } from "../../shared/sql.ts";
import { pagesOfCustomers } from "./customer-pages.ts";

const favouritesSql = sqlFile(import.meta.url, "favourites.sql");

const daysRead = 365;

const Row = z.object({
  customer_id: z.string(),
  product: z.string(),
  named: z.string().nullable(),
  orders_with: z.int(),
  items_sold: z.number(),
  gross_total: z.number(),
});

/** What each customer bought most often in the year up to the newest day, in the order of their ids' bytes. */
export async function* readFavourites(
  warehouse: Warehouse,
  asOf: string | null,
): AsyncGenerator<readonly [string, Favourites]> {
  if (asOf === null) return;
  const params = {
    since: date(isoDate(dayOf(asOf) - daysRead + 1)),
    last_day: date(asOf),
    after: text(""),
  };
  for await (const page of pagesOfCustomers(warehouse, favouritesSql, params, Row))
    for (const [id, rows] of Map.groupBy(page, ({ customer_id }) => customer_id))
      yield [id, { products: rows.map(favourite) }];
}

const favourite = (row: z.infer<typeof Row>): Favourite => ({
  product: row.product,
  description: row.named,
  orders: row.orders_with,
  items: row.items_sold,
  gross: row.gross_total,
});
