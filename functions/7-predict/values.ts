import type { Inputs, Parts } from "../../shared/learning/model.ts";
import { dayAfter, describe } from "../../shared/serving/describe-customer.ts";
import type { CompanyView } from "../../shared/serving/sections/company.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import type { Basket } from "../../shared/tasks/spend/customer-day.ts";
import type { LoadedModel } from "./model-readers.ts";
import type { Explained } from "./reasons.ts";
import { valueWithBasket } from "./what-if/basket-answer.ts";

/** What an answer is computed from. */
export interface Moment {
  readonly loaded: LoadedModel;
  readonly history: CustomerHistory | undefined;
  readonly view: CompanyView;
  readonly date: string;
  /** What an average customer spends: the answer for anyone of whom nothing is known. */
  readonly start: number;
}

export interface Valued extends Explained {
  readonly parts?: Parts | undefined;
  /** The answer without today's basket. */
  readonly before?: Explained;
}

export const asKnown = ({ loaded, history, view, date, start }: Moment): Valued => {
  const inputs = describe(loaded, history, view, { date });
  const parts = inputs && loaded.model.parts?.(inputs);
  return { inputs, parts, value: inputs ? predictedValue(loaded, inputs, parts) : start, start };
};

/** Days shorter than this are answered as the model says: who bought today seldom buys tomorrow. */
const shortestWindow = 7;

export const withToday = (moment: Moment, basket: Basket): Valued => {
  const { loaded, view, date, start } = moment;
  const history = daysBefore(moment.history, date);
  const before = asKnown({ ...moment, history, date: dayAfter(date) });
  const rowFor = (today: Basket) => describe(loaded, history, view, { date, today });
  const inputs = rowFor(basket);
  const parts = inputs && loaded.model.parts?.(inputs);
  const value =
    loaded.task.horizonDays < shortestWindow
      ? inputs
        ? predictedValue(loaded, inputs, parts)
        : start
      : valueWithBasket({
          basket,
          before: before.value,
          describe: rowFor,
          predict: (rows) => loaded.model.predict(rows),
        });
  return { inputs, parts, value, start, before };
};

/** What was known when the day began. Undefined if that is nothing. */
const daysBefore = (history: CustomerHistory | undefined, date: string): CustomerHistory | undefined => {
  const days = history?.days.filter(([day]) => day < date) ?? [];
  return history && days.length > 0 ? { ...history, days } : undefined;
};

/** The prediction of a model with parts is their product: it is not computed twice. */
const predictedValue = ({ model }: LoadedModel, inputs: Inputs, parts?: Parts): number =>
  Math.max(0, (parts ? (parts.amount[0] ?? 0) * (parts.chance[0] ?? 0) : model.predict(inputs)[0]) ?? 0);
