import type { CompanyView } from "../../../shared/serving/sections/company.ts";
import { inLanguages } from "../language.ts";
import type { Metric, Segment } from "./metric.ts";
import { type Cadence, cadences, newestTwo, type Part, periodOf, pointsOf } from "./series.ts";
import { withUsualRange } from "./usual-range.ts";

const words = inLanguages({
  en: {
    net_sales: ["Net sales", "What was sold, less what came back, in the base currency."],
    orders: ["Orders", "Invoices with at least one line of positive quantity."],
    sales_per_order: ["Sales per order", "Net sales divided by orders."],
    gross_sales: ["Gross sales", "What was sold, before returns, in the base currency."],
  },
  de: {
    net_sales: ["Nettoumsatz", "Verkauft abzüglich Rückgaben, in der Basiswährung."],
    orders: ["Bestellungen", "Rechnungen mit mindestens einer Zeile positiver Menge."],
    sales_per_order: ["Umsatz je Bestellung", "Nettoumsatz geteilt durch Bestellungen."],
    gross_sales: ["Bruttoumsatz", "Verkauft vor Rückgaben, in der Basiswährung."],
  },
});

type Name = keyof ReturnType<typeof words>;

interface Source {
  readonly name: Name;
  readonly unit: Metric["unit"];
  readonly formula: string;
  readonly isRatio: boolean;
  readonly parts: readonly Part[];
  /** By country, if the section tells. */
  readonly byCountry?: ReadonlyMap<string, readonly Part[]>;
}

/** The company's own figures, which every snapshot has. */
export const companyMetrics = ({ sales, countries }: CompanyView): readonly Metric[] => {
  const day = (pick: (net: number, orders: number) => readonly [number, number]): readonly Part[] =>
    sales.map(([date, net, orders]) => {
      const [numerator, denominator] = pick(net, orders);
      return { date, numerator, denominator };
    });
  const there = (pick: (orders: number, gross: number) => number) =>
    Map.groupBy(
      countries.map(([date, country, orders, gross]) => ({
        date,
        country,
        numerator: pick(orders, gross),
        denominator: 1,
      })),
      ({ country }) => country,
    );
  const gross = new Map<string, number>();
  for (const [date, , , sold] of countries) gross.set(date, (gross.get(date) ?? 0) + sold);
  const sources: readonly Source[] = [
    {
      name: "net_sales",
      unit: "money",
      isRatio: false,
      formula: "sum(gross) - sum(returns)",
      parts: day((net) => [net, 1]),
    },
    {
      name: "gross_sales",
      unit: "money",
      isRatio: false,
      formula: "sum(gross)",
      parts: [...gross].map(([date, numerator]) => ({ date, numerator, denominator: 1 })),
      byCountry: there((_, sold) => sold),
    },
    {
      name: "orders",
      unit: "count",
      isRatio: false,
      formula: "count_distinct(invoice_no where quantity > 0)",
      parts: day((_, orders) => [orders, 1]),
      byCountry: there((orders) => orders),
    },
    {
      name: "sales_per_order",
      unit: "money",
      isRatio: true,
      formula: "net_sales / orders",
      parts: day((net, orders) => [net, orders]),
    },
  ];
  return sources.filter(({ parts }) => parts.length > 0).map(metricOf);
};

const metricOf = ({ name, unit, formula, isRatio, parts, byCountry }: Source): Metric => ({
  name,
  label: (language) => words(language)[name][0] ?? name,
  description: (language) => words(language)[name][1] ?? "",
  owner: null,
  unit,
  goodIs: "up",
  formula,
  cadences,
  points: oncePerCadence((cadence) => withUsualRange(pointsOf(parts, cadence, isRatio), cadence, unit)),
  dimensions: byCountry ? ["country"] : [],
  segments: (_, cadence) => (byCountry ? segmentsOf(byCountry, parts, cadence) : []),
});

/** A page asks for the same points several times. */
export const oncePerCadence = <Value>(work: (cadence: Cadence) => Value): ((cadence: Cadence) => Value) => {
  const known = new Map<Cadence, Value>();
  return (cadence) => {
    const value = known.get(cadence) ?? work(cadence);
    known.set(cadence, value);
    return value;
  };
};

const segmentsOf = (
  byCountry: ReadonlyMap<string, readonly Part[]>,
  parts: readonly Part[],
  cadence: Cadence,
): readonly Segment[] => {
  const [now, before] = newestTwo(pointsOf(parts, cadence, false), cadence).map((point) => point?.period);
  const sum = (all: readonly Part[], period: string | undefined) =>
    all.reduce(
      (total, { date, numerator }) => (periodOf[cadence](date) === period ? total + numerator : total),
      0,
    );
  const whole = [...byCountry.values()].reduce((total, all) => total + sum(all, now), 0);
  return [...byCountry]
    .map(([name, all]) => {
      const value = sum(all, now);
      return {
        name,
        value,
        share: whole === 0 ? null : value / whole,
        before: before === undefined ? null : sum(all, before),
      };
    })
    .filter(({ value, before: earlier }) => value !== 0 || (earlier ?? 0) !== 0)
    .sort((left, right) => right.value - left.value);
};
