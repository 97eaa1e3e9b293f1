import type { Inputs, Parts } from "../../shared/learning/model.ts";
import { dayAfter, describe } from "../../shared/serving/describe-customer.ts";
import type { CompanyView } from "../../shared/serving/sections/company.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import type { Basket } from "../../shared/tasks/spend/customer-day.ts";
import { type AverageCustomer, daysWithoutPurchase, spendWithoutPurchase } from "./average-customer.ts";
import type { LoadedModel } from "./model-readers.ts";
import type { Explained } from "./reasons.ts";
import { valueWithBasket } from "./what-if/basket-answer.ts";

/** What an answer is computed from. */
export interface Moment {
  readonly loaded: LoadedModel;
  readonly history: CustomerHistory | undefined;
  readonly view: CompanyView;
  readonly date: string;
  /** The answer for anyone of whom nothing is known. */
  readonly average: AverageCustomer;
}

export interface Valued extends Explained {
  readonly parts?: Parts | undefined;
  /** The answer without today's basket. */
  readonly before?: Explained;
}

export const asKnown = ({ loaded, history, view, date, average }: Moment): Valued => {
  const inputs = describe(loaded, history, view, { date });
  const parts = inputs && loaded.model.parts?.(inputs);
  const value = inputs ? predictedValue(loaded, inputs, parts) : withoutRow(average, history, date);
  return { inputs, parts, value, start: average.spend };
};

const withoutRow = (average: AverageCustomer, history: CustomerHistory | undefined, date: string): number => {
  const days = daysWithoutPurchase(history, date);
  return days === undefined ? average.spend : spendWithoutPurchase(average, days);
};

/** Days shorter than this are answered as the model says: who bought today seldom buys tomorrow. */
const shortestWindow = 7;

export const withToday = (moment: Moment, basket: Basket): Valued => {
  const { loaded, view, date, average } = moment;
  const history = daysBefore(moment.history, date);
  const before = asKnown({ ...moment, history, date: dayAfter(date) });
  const rowFor = (today: Basket) => describe(loaded, history, view, { date, today });
  const inputs = rowFor(basket);
  const parts = inputs && loaded.model.parts?.(inputs);
  const value =
    loaded.task.horizonDays < shortestWindow
      ? inputs
        ? predictedValue(loaded, inputs, parts)
        : before.value
      : valueWithBasket({
          basket,
          before: before.value,
          describe: rowFor,
          predict: (rows) => loaded.model.predict(rows),
        });
  return { inputs, parts, value, start: average.spend, before };
};

/** What was known when the day began. Undefined if that is nothing. */
const daysBefore = (history: CustomerHistory | undefined, date: string): CustomerHistory | undefined => {
  const days = history?.days.filter(([day]) => day < date) ?? [];
  return history && days.length > 0 ? { ...history, days } : undefined;
};

/** The prediction of a model with parts is their product: it is not computed twice. */
const predictedValue = ({ model }: LoadedModel, inputs: Inputs, parts?: Parts): number =>
  Math.max(0, (parts ? (parts.amount[0] ?? 0) * (parts.chance[0] ?? 0) : model.predict(inputs)[0]) ?? 0);
