import { dayOf, isoDate } from "../../shared/dates.ts";
import type { Inputs } from "../../shared/models/model.ts";
import type { CompanyView, CustomerHistory } from "../../shared/serving/snapshot.ts";
import { type Basket, type CustomerDay, withBasket } from "../../shared/tasks/spend/customer-day.ts";
import { featuresOfCustomer } from "../../shared/tasks/spend/features-of-customer.ts";
import { sequenceOfCustomer } from "../../shared/tasks/spend/sequence-of-customer.ts";
import type { Task } from "../../shared/tasks/task.ts";

export const daysOf = ({ days }: CustomerHistory): readonly CustomerDay[] =>
  days.map(([date, country, orders, items, products, gross, returns]) => ({
    date,
    country,
    orders,
    items,
    products,
    gross,
    returns,
  }));

export const dayAfter = (date: string, days = 1): string => isoDate(dayOf(date) + days);

export interface Moment {
  /** Nothing of this day or later is looked at, but the basket. */
  readonly date: string;
  readonly today?: Basket;
}

/** The row that the model would be given for this customer. Undefined when they had not bought anything yet. */
export const describe = (
  task: Task,
  history: CustomerHistory | undefined,
  company: CompanyView,
  { date, today }: Moment,
): Inputs | undefined => {
  const known = history ? daysOf(history).filter((day) => day.date < date) : [];
  const days = today ? withBasket(known, date, today) : known;
  const asOf = today ? dayAfter(date) : date;
  const attributes = {
    joinedOn: history?.joined ?? null,
    age: history?.age ?? null,
    homeCountry: homeOf(company, asOf),
  };
  const found = featuresOfCustomer(days, attributes, asOf, task.horizonDays);
  if (!found) return undefined;
  const { sequence } = task;
  return {
    features: task.features.map(({ name }) => name),
    rows: 1,
    x: Float64Array.from(task.features, ({ name }) => found.features.get(name) ?? Number.NaN),
    expected: Float64Array.of(found.expected),
    ...(sequence && {
      sequences: {
        channels: sequence.channels,
        steps: sequence.days,
        values: sequenceOfCustomer(days, asOf, sequence.days),
      },
    }),
  };
};

const homes = new WeakMap<CompanyView, Map<string, string | null>>();

/** The country with the most orders before a day; the first by name among equals. */
const homeOf = (company: CompanyView, date: string): string | null => {
  const known = homes.get(company) ?? new Map<string, string | null>();
  homes.set(company, known);
  const found = known.get(date);
  if (found !== undefined) return found;
  const orders = new Map<string, number>();
  for (const [day, country, count] of company.countries)
    if (day < date) orders.set(country, (orders.get(country) ?? 0) + count);
  const [home] = [...orders].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1));
  const answer = home?.[0] ?? null;
  known.set(date, answer);
  return answer;
};
