import { expect, it } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { sales } from "../1-ingest/landing.ts";

it("a customer's day counts what was returned, by orders, items and share, and the value of an order", async () => {
  const home = await temporaryHome();
  await home.dropText(
    "transactions/2024-10-05.csv",
    sales(
      "A1,P1,4,2024-10-05T10:00:00,2.50,GBP,C1",
      "A2,P2,1,2024-10-05T11:00:00,6.00,GBP,C1",
      "R1,P1,-3,2024-10-05T12:00:00,2.50,GBP,C1",
      "R1,P2,-1,2024-10-05T12:00:00,0.50,GBP,C1",
      "B1,P1,2,2024-10-05T10:00:00,1.00,GBP,C2",
    ),
  );
  await home.settle();
  const rows = await home.rows(
    "select customer_id, orders, return_orders, cast(items as int64) as items, cast(items_returned as int64) as items_returned, unique_products, gross, returns, net, return_rate, average_order_value from metrics.daily_customer_metrics order by customer_id",
  );
  expect(rows).toEqual([
    {
      customer_id: "C1",
      orders: 2,
      return_orders: 1,
      items: 5,
      items_returned: 4,
      unique_products: 2,
      gross: "16",
      returns: "8",
      net: "8",
      return_rate: 0.5,
      average_order_value: 4,
    },
    {
      customer_id: "C2",
      orders: 1,
      return_orders: 0,
      items: 2,
      items_returned: 0,
      unique_products: 1,
      gross: "2",
      returns: "0",
      net: "2",
      return_rate: 0,
      average_order_value: 2,
    },
  ]);
}, 600_000);
