import { CustomerRanking } from "../../functions/6-publish/rank-customers.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { customerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import { type CustomerHistory, customers } from "../../shared/serving/sections/customers.ts";
import { shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";
import { currentGeneration, writeSnapshot } from "../../shared/serving/write-snapshot.ts";
import { dayBefore, hugeSections, lastDay } from "./huge-sections.ts";

const days = 3 * 365;

/** Publishes a company of that many customers and three years of days, made without a table. */
export const publishCompany = async (serving: ObjectStore, count: number): Promise<void> => {
  const ranking = new CustomerRanking();
  const sales = Array.from({ length: days }, (_, place): [string, number, number] => [
    dayBefore(days - 1 - place),
    10_000 + 500 * (place % 7),
    300,
  ]);
  const countries = sales.flatMap(([date, net, orders]) =>
    ["GB", "FR", "DE"].map((country): [string, string, number, number] => [
      date,
      country,
      orders / 3,
      net / 3,
    ]),
  );
  const forecast = {
    method: "combination",
    version: null,
    asOf: lastDay,
    days: Array.from({ length: 30 }, (_, place) => ({
      date: dayBefore(-1 - place),
      closed: false,
      value: 10_000,
      low80: 8000,
      high80: 12_000,
      low95: 7000,
      high95: 14_000,
    })),
    total: { value: 300_000, low80: 250_000, high80: 350_000 },
    completed: 0,
    notes: [],
  };
  await writeSnapshot(serving, "bench", {
    replaces: await currentGeneration(serving),
    facts: {
      created: `${lastDay}T00:00:00.000Z`,
      firstDay: dayBefore(days - 1),
      asOf: lastDay,
      currency: "GBP",
      timeZone: "Europe/London",
    },
    sections: [
      wholeSection(company, { sales, countries, forecast, forecastMissing: null }),
      shardedSection(customers, made(count, ranking)),
      wholeSection(customerRanks, () => ranking.ranks()),
      ...hugeSections(Array.from({ length: count }, (_, place) => customerId(place))),
    ],
    base: undefined,
  });
};

const customerId = (place: number): string => `C${String(place).padStart(7, "0")}`;

async function* made(
  count: number,
  ranking: CustomerRanking,
): AsyncGenerator<readonly [string, CustomerHistory]> {
  for (let place = 0; place < count; place++) {
    const id = customerId(place);
    const history: CustomerHistory = {
      days: Array.from({ length: 8 }, (_, day): CustomerHistory["days"][number] => [
        dayBefore(700 - 80 * day - (place % 40)),
        "GB",
        1,
        3,
        2,
        40 + (place % 97),
        0,
        40 + (place % 97),
      ]),
      joined: null,
      age: null,
    };
    ranking.add(id, history);
    ranking.predicted(id, (place * 31) % 1000);
    ranking.predictedAll();
    yield [id, history];
  }
}
