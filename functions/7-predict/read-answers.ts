import { rounded } from "../../shared/learning/amounts.ts";
import { daysOf } from "../../shared/serving/describe-customer.ts";
import type { CustomerHistory } from "../../shared/serving/snapshot.ts";
import { type Soon, whenAllThere, whenThere } from "../../shared/value-or-promise.ts";
import { answerSpend } from "./answer-spend.ts";
import type { CustomerAnswer, ForecastAnswer, Horizon, ModelsAnswer, SpendAnswer } from "./api.ts";
import { horizons, taskOf } from "./model-readers.ts";
import { Problem } from "./problem.ts";
import type { World } from "./serving-state.ts";

const latestShown = 10;
const recentShown = 90;

/** What is known of one customer, and what is expected of them. Predictions are left out while a model is missing. */
export const answerCustomer = (world: World, customer: string): Soon<CustomerAnswer> => {
  const { manifest, customer: historyOf } = world.snapshot.value;
  return whenThere(historyOf(customer), (history) => {
    if (!history)
      throw new Problem(
        "not-found",
        `customer "${customer}" has not bought anything in the days that are known`,
      );
    const known = { customer, ...factsOf(history, manifest.currency) };
    return whenThere(predictions(world, customer), (predictions) => ({ ...known, predictions }));
  });
};

const factsOf = (
  history: CustomerHistory,
  currency: string,
): Omit<CustomerAnswer, "customer" | "predictions"> => {
  const days = daysOf(history);
  const total = (pick: (day: (typeof days)[number]) => number) =>
    days.reduce((sum, day) => sum + pick(day), 0);
  return {
    country: days.findLast(({ country }) => country !== null)?.country ?? null,
    firstDay: days[0]?.date ?? "",
    lastDay: days.at(-1)?.date ?? "",
    purchaseDays: days.filter(({ orders }) => orders > 0).length,
    orders: total(({ orders }) => orders),
    gross: rounded(total(({ gross }) => gross)),
    returns: rounded(total(({ returns }) => returns)),
    net: rounded(total(({ gross, returns }) => gross - returns)),
    currency,
    latest: days
      .slice(-latestShown)
      .reverse()
      .map(({ date, orders, gross, returns }) => ({ date, orders, net: rounded(gross - returns) })),
  };
};

const predictions = (world: World, customer: string): Soon<SpendAnswer[]> =>
  whenAllThere(
    horizons
      .filter((horizon) => hasModel(world, horizon))
      .map((horizon) => answerSpend(world, { customer, horizon })),
  );

const hasModel = (world: World, horizon: Horizon): boolean =>
  world.models.some(({ value: { task } }) => task.name === taskOf[horizon]);

export const answerForecast = ({ snapshot: { value, stale } }: World): ForecastAnswer => {
  const { company, manifest } = value;
  if (!company.forecast)
    throw new Problem("not-ready", company.forecastMissing ?? "there is no forecast yet");
  return {
    currency: manifest.currency,
    snapshot: manifest.id,
    stale: stale !== undefined,
    forecast: company.forecast,
    recent: company.sales.slice(-recentShown).map(([date, net]) => ({ date, net: rounded(net) })),
  };
};

export const answerModels = ({ models }: World): ModelsAnswer => ({
  models: models.map(({ value: { card }, stale }) => ({
    task: card.task,
    version: card.version,
    family: card.family,
    created: card.created,
    trainedUntil: card.training.to,
    holdout: card.leaderboard.find(({ family }) => family === card.family)?.holdout ?? {},
    ...(stale === undefined ? {} : { stale }),
  })),
});
