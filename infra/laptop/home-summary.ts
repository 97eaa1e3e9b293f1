import { money, number } from "../../shared/words.ts";
import { facts, table } from "../cli/terminal/table.ts";
import type { LocalPlatform } from "../local/platform.ts";

const totals = `
  select count(*) as days, min(business_date) as first_day, max(business_date) as last_day,
    sum(lines) as sold_lines, sum(orders) as sold_orders, sum(gross) as total_gross,
    sum(returns) as total_returns, sum(net) as total_net,
    (select count(*) from clean.quarantine) as quarantined, (select count(*) from metrics.customers) as known
  from metrics.daily_sales where dimension = 'company'`;

const topCountries = `
  select value as country, sum(orders) as sold_orders, sum(net) as total_net
  from metrics.daily_sales where dimension = 'country'
  group by value order by total_net desc, country limit 5`;

/** A summary of the tables that fits one screen. */
export const summarizeHome = async ({ warehouse, company }: LocalPlatform): Promise<string> => {
  const [total] = await warehouse.query(totals);
  if (!total || Number(total["days"]) === 0) return "The tables are empty.";
  const countries = await warehouse.query(topCountries);
  const figure = (name: string) => number(Number(total[name]));
  const amount = (name: string) => money(String(total[name]));
  return [
    facts([
      ["Days", `${figure("days")} (${total["first_day"]} to ${total["last_day"]})`],
      ["Lines", `${figure("sold_lines")} clean, ${figure("quarantined")} in quarantine`],
      ["Orders", `${figure("sold_orders")} from ${figure("known")} known customers and guests`],
      [
        "Sales",
        `${company.baseCurrency} ${amount("total_gross")} gross - ${amount("total_returns")} returns = ${amount("total_net")} net`,
      ],
    ]),
    table(
      [{ head: "country" }, { head: "orders", right: true }, { head: "net", right: true }],
      countries.map((row) => [
        String(row["country"]),
        number(Number(row["sold_orders"])),
        money(String(row["total_net"])),
      ]),
    ),
  ].join("\n\n");
};
