import { dayOf, isoDate } from "../dates.ts";
import type { Inputs } from "../learning/model.ts";
import { oncePer } from "../memoize.ts";
import type { Card } from "../registry/card.ts";
import { type Basket, type SpendDay, withBasket } from "../tasks/spend/customer-day.ts";
import { type CompanyFigures, customerFeatures } from "../tasks/spend/customer-features.ts";
import { customerSequence } from "../tasks/spend/customer-sequence.ts";
import { featureNames, type Task } from "../tasks/task.ts";
import type { CompanyView } from "./sections/company.ts";
import type { CustomerHistory } from "./sections/customers.ts";

export const daysOf = oncePer(({ days }: CustomerHistory): readonly SpendDay[] =>
  days.map(([date, country, orders, items, products, gross, returns]) => ({
    date,
    country,
    orders,
    items,
    products,
    gross,
    returns,
  })),
);

export const dayAfter = (date: string, days = 1): string => isoDate(dayOf(date) + days);

export interface Moment {
  /** Nothing of this day or later is read, except the basket. */
  readonly date: string;
  readonly today?: Basket;
}

/** The parts of a model that decide what its rows look like. */
export interface Asked {
  readonly task: Task;
  readonly card: Pick<Card, "sequences">;
}

const names = oncePer(featureNames);

/** The row for this customer, as the task's SQL would give it. Undefined before their first purchase. */
export const describe = (
  { task, card }: Asked,
  history: CustomerHistory | undefined,
  company: CompanyView,
  { date, today }: Moment,
): Inputs | undefined => {
  const known = history ? daysOf(history) : [];
  const days = today
    ? withBasket(
        known.filter((day) => day.date < date),
        date,
        today,
      )
    : known;
  const asOf = today ? dayAfter(date) : date;
  const customer = { days, joinedOn: history?.joined ?? null, age: history?.age ?? null };
  const found = customerFeatures(customer, companyAsOf(company, asOf), asOf, task.horizonDays);
  if (!found) return undefined;
  // Most models read no sequence.
  const sequence = card.sequences === null ? undefined : task.sequence;
  const features = names(task);
  const x = new Float64Array(features.length);
  for (const [place, name] of features.entries()) x[place] = found.features[name] ?? Number.NaN;
  return {
    features,
    rows: 1,
    x,
    expected: Float64Array.of(found.expected),
    ...(sequence && {
      sequences: {
        channels: sequence.channels,
        steps: sequence.days,
        values: customerSequence(days, asOf, sequence.days),
      },
    }),
  };
};

const companies = oncePer((_: CompanyView) => new Map<string, CompanyFigures>());

/** As in rows.sql: the company's figures end with the month before the previous day's. */
const companyAsOf = (view: CompanyView, asOf: string): CompanyFigures => {
  const until = `${(asOf.endsWith("-01") ? dayAfter(asOf, -1) : asOf).slice(0, 7)}-01`;
  const known = companies(view);
  const found = known.get(until) ?? companyUntil(view, until);
  known.set(until, found);
  return found;
};

/** Home is the country with the most orders; among equals the first by name. */
const companyUntil = ({ countries }: CompanyView, until: string): CompanyFigures => {
  const orders = new Map<string, number>();
  let sold = 0;
  let count = 0;
  for (const [day, country, there, gross] of countries) {
    if (day >= until) continue;
    orders.set(country, (orders.get(country) ?? 0) + there);
    count += there;
    sold += gross;
  }
  const [home] = [...orders].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1));
  return { home: home?.[0] ?? null, orderValue: count === 0 ? null : sold / count };
};
