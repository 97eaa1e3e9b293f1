import { describe, expect, it } from "vitest";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";
import { watchedRevenue } from "./causes/watched-shop.ts";

const days = Array.from({ length: 63 }, (_, day) => isoDate(dayOf("2024-03-04") + day));
const switched = 56;
/** A pound is worth two euros here. */
const rates = `rate_date,currency,rate_to_base\n${days.map((day) => `${day},EUR,0.5`).join("\n")}\n`;

/** Thirty orders a day, priced in pounds; from a day on most of them in euros, for twice as many. */
const dayText = (day: number): string => {
  const lines = Array.from({ length: 30 }, (_, row) => {
    const isEuro = day >= switched && row % 5 > 0;
    const pounds = 4 + ((row + day) % 3);
    const price = isEuro ? 2 * pounds : pounds;
    return `A${day}-${row},P${row % 5},1,${days[day]}T1${row % 9}:00:00,${price},${isEuro ? "EUR" : "GBP"},C${row % 12},GB`;
  });
  return `invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id,country\n${lines.join("\n")}\n`;
};

const shop = async (withRates: boolean): Promise<TemporaryHome> => {
  // Its limits: a fall by 15 %, or twice as much as expected.
  const home = await temporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
  if (withRates) await home.dropText("fx_rates.csv", rates);
  for (const [day, name] of days.entries()) await home.dropText(`transactions/${name}.csv`, dayText(day));
  await home.settle();
  return home;
};

const found = (home: TemporaryHome) =>
  home.rows("select period, direction from insights.findings where state = 'open' order by period");

describe("a shop that begins to sell in another currency", () => {
  it("is not alarmed where the rates are known: its KPIs are in the base currency", async () => {
    const home = await shop(true);
    expect(await found(home)).toEqual([]);
    const values = await home.rows(
      "select count(distinct value) as different, max(value) as most from metrics.kpi_values where cadence = 'daily' and dimension = 'all'",
    );
    expect(values).toEqual([{ different: 1, most: 150 }]);
  });

  it("has a data fault where they are missing, which the rates mend", async () => {
    const home = await shop(false);
    expect((await found(home)).at(0)).toEqual({ period: days[switched], direction: "down" });
    const told = await home.rows(
      "select verdict, faults from insights.explanations order by finding_id limit 1",
    );
    expect(told[0]?.["verdict"]).toBe("data_fault");
    expect(String(told[0]?.["faults"])).toContain("quarantine_spike");
    expect(String(told[0]?.["faults"])).toContain("fx_missing");
    await home.dropText("fx_rates.csv", rates);
    await home.settle();
    expect(await found(home)).toEqual([]);
  });
});
