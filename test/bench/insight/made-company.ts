import { foundCompany } from "../../../infra/laptop/synthetic/founding.ts";
import type { Invoice } from "../../../infra/laptop/synthetic/invoice.ts";
import { CompanyOptions } from "../../../infra/laptop/synthetic/options.ts";
import { Trading } from "../../../infra/laptop/synthetic/trading.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import { type KpiSeries, kpisBetween } from "./retail-kpis.ts";
import type { RetailLine } from "./retail-lines.ts";

/** Something that happens to a company on purpose. `keeps` says how many copies of an invoice there are on its n-th day. */
export interface Event {
  readonly kind: EventKind;
  readonly first: number;
  /** The last day on which it acts. */
  readonly last: number;
}

export const eventKinds = ["spike", "shift", "drift", "missing day", "mix change"] as const;
export type EventKind = (typeof eventKinds)[number];

/** Days before the judged ones: what a judgement looks back to. */
const history = 258;
const judged = 56;

export interface MadeCompany {
  readonly series: readonly KpiSeries[];
  readonly event: Event | undefined;
  readonly firstJudged: number;
}

/** A synthetic company of about 30 orders a day, with one event or none. Judged days lie in every part of the year. */
export const makeCompany = (seed: number, kind?: EventKind): MadeCompany => {
  const from = isoDate(dayOf("2022-01-01") + ((seed * 37) % 365));
  const firstJudged = dayOf(from) + history;
  const options = CompanyOptions.parse({
    seed,
    from,
    days: history + judged,
    anomalies: 0,
    mess: 0,
    linesPerDay: 90,
  });
  const company = foundCompany(options);
  const trading = new Trading(company);
  const random = stream(seed, "events");
  const event = kind && plan(kind, firstJudged, random, (day) => company.calendar.isOpen(day));
  const lines: RetailLine[] = [];
  for (let day = company.from; day <= company.lastDay; day++) {
    const invoices = trading.trade(day);
    lines.push(...invoices.flatMap((invoice) => copiesOf(invoice, day, event, random)));
  }
  return { series: kpisBetween(lines, company.from + 30, company.lastDay), event, firstJudged };
};

const lengths: Readonly<Record<EventKind, number>> = {
  spike: 1,
  shift: 20,
  drift: 20,
  "missing day": 1,
  "mix change": 20,
};

const plan = (
  kind: EventKind,
  firstJudged: number,
  random: Random,
  isOpen: (day: number) => boolean,
): Event => {
  let first = firstJudged + 5 + random.below(25);
  while (!isOpen(first)) first++;
  return { kind, first, last: first + lengths[kind] - 1 };
};

/** How many times an invoice happens that day. */
const copies = ({ kind, first }: Event, day: number, isHome: boolean): number => {
  switch (kind) {
    case "spike":
      return 2;
    case "missing day":
      return 0;
    case "shift":
      return 0.6;
    case "drift":
      return 1 - 0.5 * Math.min(1, (day - first + 1) / 12);
    case "mix change":
      return isHome ? 0.7 : 2;
  }
};

const copiesOf = (invoice: Invoice, day: number, event: Event | undefined, random: Random): RetailLine[] => {
  const isHome = invoice.buyer.country.code === "GB";
  const acts = event && day >= event.first && day <= event.last;
  const wanted = acts ? copies(event, day, isHome) : 1;
  const count = Math.floor(wanted) + Number(acts ? random.chance(wanted % 1) : false);
  return Array.from({ length: count }, (_, copy) =>
    invoice.lines.map((line) => ({
      day,
      invoice: `${invoice.number}/${copy}`,
      code: line.product.code,
      quantity: line.quantity,
      at: invoice.stamp,
      price: (line.product.priceCents / 100) * (1 - line.discountPercent / 100),
      customer: invoice.buyer.customer?.id ?? "",
      country: isHome ? "United Kingdom" : invoice.buyer.country.code,
    })),
  ).flat();
};
