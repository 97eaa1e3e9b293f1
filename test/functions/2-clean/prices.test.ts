import { expect, it } from "vitest";
import { clean } from "../../../functions/2-clean/clean.ts";
import { wake } from "../../../shared/events.ts";
import type { Params, Warehouse } from "../../../shared/ports.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id\n";
const files = {
  "2024-01-03":
    "A1,P1,1,2024-01-03T10:00:00,4,GBP,C1\nA2,P1,1,2024-01-03T10:00:00,9,GBP,C1\nA3,P2,1,2024-01-03T10:00:00,3,GBP,C1\n",
  "2024-02-01": "B1,P1,1,2024-02-01T10:00:00,8,GBP,C1\n",
  "2024-02-02":
    "D1,P1,1,2024-02-02T10:00:00,,GBP,C1\nD2,P2,1,2024-02-02T10:00:00,,GBP,C1\nD3,P3,1,2024-02-02T10:00:00,1,GBP,C1\n",
};

it("prices are looked for in the week before, and in all history for products that were not sold in it alone", async () => {
  const home = await temporaryHome();
  for (const [date, rows] of Object.entries(files))
    await home.dropText(`transactions/${date}.csv`, header + rows);
  await home.settle();

  const rebuilds: Params[] = [];
  const { platform } = home;
  const warehouse: Warehouse = {
    query: (sql, params) => platform.warehouse.query(sql, params),
    define: (script) => platform.warehouse.define(script),
    load: (job) => platform.warehouse.load(job),
    burn: (job) => platform.warehouse.burn(job),
    run(job) {
      rebuilds.push(job.params);
      return platform.warehouse.run(job);
    },
  };
  const redo = async (day: string) => {
    const token = { feed: "transactions", fileDate: day, days: [day] };
    await dirtySetIn(platform.state).add("clean", `again/${day}`, token);
    await clean({ ...platform, warehouse })(wake("clean"));
  };
  await redo("2024-02-02");
  await redo("2024-02-01");

  expect(rebuilds).toMatchObject([
    {
      recent_from: { value: "2024-01-26" },
      history_from: { value: "0001-01-01" },
      before_recent: { value: "2024-01-25" },
      codes: { value: ["P1", "P2"] },
      rare_codes: { value: ["P2"] },
    },
    // The day that leans on this one is redone with it, and its price may now be another.
    { days: { value: ["2024-02-01", "2024-02-02"] }, rare_codes: { value: ["P1", "P2"] } },
  ]);
  expect(
    await home.rows(
      "select invoice_no, unit_price, price_source from clean.lines where price_source <> 'given' order by invoice_no",
    ),
  ).toEqual([
    { invoice_no: "D1", unit_price: "8", price_source: "median_7d" },
    { invoice_no: "D2", unit_price: "3", price_source: "median_all" },
  ]);
});

it("nothing is looked for where every price is given", async () => {
  const home = await temporaryHome();
  const asked: string[] = [];
  const { warehouse } = home.platform;
  await home.dropText("transactions/2024-02-01.csv", header + files["2024-02-01"]);
  await home.settle();
  const token = { feed: "transactions", fileDate: "2024-02-01", days: ["2024-02-01"] };
  await dirtySetIn(home.platform.state).add("clean", "again", token);
  const counting: Warehouse = {
    query(sql, params) {
      asked.push(sql);
      return warehouse.query(sql, params);
    },
    define: (script) => warehouse.define(script),
    load: (job) => warehouse.load(job),
    burn: (job) => warehouse.burn(job),
    run: (job) => warehouse.run(job),
  };
  await clean({ ...home.platform, warehouse: counting })(wake("clean"));
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.filter((sql) => sql.includes("clean.lines") && sql.includes("unit_price"))).toEqual([]);
});
