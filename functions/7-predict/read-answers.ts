import { rounded } from "../../shared/learning/amounts.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { daysOf } from "../../shared/serving/describe-customer.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../shared/serving/sections/customers.ts";
import { allValues, andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { stalenessNotes } from "../../shared/words.ts";
import { answerSpend } from "./answer-spend.ts";
import type { CustomerAnswer, ForecastAnswer, ModelsAnswer, SpendAnswer } from "./api.ts";
import { horizons, horizonTasks } from "./model-readers.ts";
import { isStale, type ServingState } from "./serving-state.ts";

const latestShown = 10;
const recentShown = 90;

/** A customer's history and predictions. A horizon without a model is left out. */
export const answerCustomer = (state: ServingState, customer: string): ValueOrPromise<CustomerAnswer> => {
  const { manifest, find } = state.snapshot.value;
  return andThen(find(customers, customer), (history) => {
    if (!history)
      throw new Problem(
        "not-found",
        `customer "${customer}" has not bought anything in the days that are known`,
      );
    const known = { customer, ...purchaseFacts(history, manifest.currency) };
    return andThen(predictions(state, customer), (predictions) => ({ ...known, predictions }));
  });
};

const purchaseFacts = (
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

const predictions = (state: ServingState, customer: string): ValueOrPromise<SpendAnswer[]> =>
  allValues(
    horizons
      .filter((horizon) => state.models.some(({ value: { task } }) => task.name === horizonTasks[horizon]))
      .map((horizon) => answerSpend(state, { customer, horizon })),
  );

export const answerForecast = (state: ServingState): ForecastAnswer => {
  const { value, stale } = state.snapshot;
  const { section, manifest } = value;
  const { forecast, forecastMissing, sales } = section(company);
  if (!forecast) throw new Problem("not-ready", forecastMissing ?? "there is no forecast yet");
  return {
    currency: manifest.currency,
    snapshot: manifest.id,
    stale: isStale(state, forecast.asOf),
    warnings: [
      ...stalenessNotes(forecast.asOf, state.now),
      ...(stale === undefined ? [] : [`an older snapshot answers: ${stale}`]),
    ],
    forecast,
    recent: sales.slice(-recentShown).map(([date, net]) => ({ date, net: rounded(net) })),
  };
};

export const answerModels = ({ models }: ServingState): ModelsAnswer => ({
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
