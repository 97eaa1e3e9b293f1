import { rounded } from "../../shared/models/amounts.ts";
import { daysOf } from "../../shared/serving/describe-customer.ts";
import { answerSpend } from "./answer-spend.ts";
import type { CustomerAnswer, ForecastAnswer, Horizon, ModelsAnswer } from "./api.ts";
import { Problem } from "./problem.ts";
import { taskOf, type World } from "./world.ts";

const latestShown = 10;
const recentShown = 90;

/** What is known of one customer, and what is expected of them. Predictions are left out while a model is missing. */
export const answerCustomer = async (world: World, customer: string): Promise<CustomerAnswer> => {
  const { value: snapshot } = world.snapshot;
  const history = await snapshot.customer(customer);
  if (!history)
    throw new Problem(
      "not-found",
      `customer "${customer}" has not bought anything in the days that are known`,
    );
  const days = daysOf(history);
  const total = (pick: (day: (typeof days)[number]) => number) =>
    days.reduce((sum, day) => sum + pick(day), 0);
  return {
    customer,
    country: days.findLast(({ country }) => country !== null)?.country ?? null,
    firstDay: days[0]?.date ?? "",
    lastDay: days.at(-1)?.date ?? "",
    purchaseDays: days.filter(({ orders }) => orders > 0).length,
    orders: total(({ orders }) => orders),
    gross: rounded(total(({ gross }) => gross)),
    returns: rounded(total(({ returns }) => returns)),
    net: rounded(total(({ gross, returns }) => gross - returns)),
    currency: snapshot.manifest.currency,
    latest: days
      .slice(-latestShown)
      .reverse()
      .map(({ date, orders, gross, returns }) => ({ date, orders, net: rounded(gross - returns) })),
    predictions: await predictions(world, customer),
  };
};

const predictions = async (world: World, customer: string): Promise<CustomerAnswer["predictions"]> => {
  const trained = (["next_day", "30d"] as const).filter((horizon) => hasModel(world, horizon));
  return Promise.all(trained.map((horizon) => answerSpend(world, { customer, horizon })));
};

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
