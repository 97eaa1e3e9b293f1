import { type Bound, say, type Text } from "./say.ts";
import type { Change, DriverWords, Texts, Way } from "./texts.ts";

const noun: Readonly<Record<Way, string>> = { up: "rise", down: "fall", level: "change" };
const side: Readonly<Record<Way, string>> = { up: "above", down: "below", level: "at" };

const others = "others";
const unknown = "UNKNOWN";

const dimensions: Readonly<Record<string, string>> = { store_id: "store", product_family: "product family" };

const groups: Readonly<Record<string, string>> = {
  guest: "guests",
  new: "new customers",
  returning: "returning customers",
};

const member = (dimension: string, value: Bound): Text => {
  const name = dimensions[dimension] ?? dimension.replaceAll("_", " ");
  const group = groups[value.shown];
  if (dimension === "customer_group" && group !== undefined) return say`${group}`;
  if (value.shown === others) return say`the smaller members of ${name}`;
  if (value.shown === unknown) return say`lines without ${name}`;
  if (dimension === "country") return say`${value}`;
  return dimension === "price_band" ? say`prices of ${value}` : say`${name} ${value}`;
};

const distance = ({ percent, way, expected }: Change): Text => {
  if (way === "level") return say`as expected`;
  return percent
    ? say`${percent} ${side[way]} the expected ${expected}`
    : say`${side[way]} the expected ${expected}`;
};

const short = ({ percent, way }: Change): Text =>
  percent ? say`${percent} ${side[way]} expected` : say`${side[way]} expected`;

const of = (name: Text | undefined): Text => (name ? say`${name}` : say`one part of the business`);

const part = ({ contribution, change, way, exceeds }: DriverWords): Text =>
  exceeds
    ? say`${contribution}, more than the whole ${noun[way]} of ${change}`
    : say`${contribution} of the ${noun[way]} of ${change}`;

const compared = (actual: Bound | undefined, expected: Bound | undefined): Text =>
  actual && expected ? say`: ${actual}, where ${expected} was expected` : say`: moved`;

const values = (actual: Bound | undefined, expected: Bound | undefined): Text =>
  actual && expected ? say` (${actual}, expected ${expected})` : say``;

export const english: Texts = {
  period: {
    daily: (first) => say`on ${first}`,
    weekly: (first) => say`in the week from ${first}`,
    monthly: (first) => say`in ${first}`,
  },
  headline: {
    moved: (change) => say`${change.kpi} ${short(change)} ${change.period}`,
    asExpected: ({ kpi, period, actual }) => say`${kpi} as expected ${period}: ${actual}`,
    withoutValue: (kpi, period) => say`${kpi}: no value ${period}`,
    withoutExpectation: (kpi, period, actual) => say`${kpi} ${period}: ${actual}`,
    closed: (kpi, period) => say`${kpi}: closed ${period}`,
    cause: {
      single: (name) => say`: ${of(name)} alone explains it`,
      mostly: (name) => say`: mostly ${of(name)}`,
      partly: (name) => say`: partly ${of(name)}`,
      standsOut: (name) => say`: look at ${of(name)}`,
      spread: () => say`, spread across the business`,
      not_in_data: () => say`; the cause is not in the data`,
      not_divisible: () => say``,
      data_fault: () => say`, but the data is not complete`,
    },
  },
  movement: (change) => say`${change.kpi} ${change.period}: ${change.actual}, ${distance(change)}.`,
  range: (low, high, confidence) =>
    say`The normal range is ${low} to ${high}; the confidence that this is unusual is ${confidence} of a hundred.`,
  lasting: {
    shift: (since, confidence) =>
      say`The level has been another one since ${since}; the confidence that this is no chance is ${confidence} of a hundred. It is compared with the level before.`,
    trend: (since, confidence) =>
      say`It has moved slowly in this direction since ${since}; the confidence that this is no chance is ${confidence} of a hundred. It is compared with the level before.`,
  },
  noHistory: () => say`Too few earlier periods are known to compare it with.`,
  closed: () => say`The company does not trade then: no line is expected, and none is missing.`,
  unfinished: () => say`The period is not over yet, so this is no final figure.`,
  single: (driver) => say`${driver.name} alone explains ${part(driver)}.`,
  segment: (driver) =>
    say`${driver.name}${compared(driver.actual, driver.expected)}; that explains ${part(driver)}.`,
  alsoSegment: ({ name, contribution, actual, expected }) =>
    say`Of what is left, ${name}${compared(actual, expected)}; that explains ${contribution}.`,
  countedSegment: (name, actual, expected) =>
    say`${name}: ${actual}, where ${expected} would be the usual part.`,
  doNotAddUp: () => say`The parts of this figure overlap, so they are not added up.`,
  market: (contribution, change) =>
    say`${contribution} of the ${change} is common to all parts of the business.`,
  spreadMarket: (contribution, change) =>
    say`The change is spread across the business: ${contribution} of the ${change} is common to all its parts.`,
  againstMarket: (contribution) => say`The business as a whole moved the other way, by ${contribution}.`,
  mix: (driver) => say`The weight of ${driver.name} in the whole changed; that explains ${part(driver)}.`,
  rate: (driver) =>
    say`Within ${driver.name} the figure itself moved${values(driver.actual, driver.expected)}; that explains ${part(driver)}.`,
  factor: (name, { contribution, actual, expected }) =>
    say`By factors the largest part is ${name}${values(actual, expected)}: ${contribution}.`,
  rest: (contribution) => say`${contribution} is left without an explanation.`,
  notInData: () =>
    say`No order, customer, product or part of the business stands out: the cause is not in this data.`,
  notDivisible: () => say`This figure cannot be divided into parts that can be compared.`,
  spread: () => say`The change is spread across the business; no single part of it stands out.`,
  ruledOut: () => say`No single order, customer or product explains it, and the files are complete.`,
  faults: {
    missing_file: (_, usual, about) => say`There are no lines of ${about}; usual are ${usual}.`,
    late_file: (actual, usual, about) =>
      say`Of the ${usual} files that ${about} usually has, ${actual} have come.`,
    short_file: (actual, usual, about) =>
      say`The lines of ${about} end at ${actual}, and usually at ${usual}: the file looks cut off.`,
    doubled_file: (actual, usual, about) =>
      say`On ${about}, ${actual} lines stand in two files; usual are ${usual}.`,
    fx_gap: (actual, usual, about) =>
      say`No new exchange rate of ${about} was there for ${actual} lines; usual are ${usual}.`,
    quarantine_spike: (actual, usual, about) =>
      say`The rule ${about} holds ${actual} rows in quarantine; usual are ${usual}.`,
  },
  blocked: () =>
    say`While the data is not complete, this is reported as a data fault and not as business news.`,
  offset: ({ order, cancellation, customer, product, quantity, amount }) =>
    say`Order ${order}${customer ? say` of customer ${customer}` : ""} for ${quantity} of product ${product} (${amount}) was cancelled in the same period by ${cancellation}.`,
  nextStep: {
    single: (name) => say`Look at ${of(name)}: is it real, and will it come again?`,
    segments: (name) => say`Ask who is responsible for ${of(name)} what was different.`,
    spread: () => say`Compare with what touches everyone: prices, opening hours, the website, the season.`,
    not_in_data: () => say`Ask what this data does not hold: campaigns, stock, deliveries, competitors.`,
    not_divisible: () => say`Look at the figures that it is computed from.`,
    data_fault: () => say`Get a complete file and drop it again; this finding is then judged anew.`,
    no_history: () => say`Wait for more history, or load older files.`,
    closed: () => say`Nothing to do.`,
    none: () => say`Nothing to do.`,
  },
  member,
  singleName: ({ order, customer, product }) => {
    if (order)
      return say`order ${order}${customer ? say` of customer ${customer}` : ""}${product ? say` for product ${product}` : ""}`;
    return customer
      ? say`customer ${customer}${product ? say` with product ${product}` : ""}`
      : say`${product ? say`product ${product}` : "one product"}`;
  },
  effects: { mix: "weight", rate: "own figure" },
  factors: {
    customers: "the number of customers",
    orders_per_customer: "orders per customer",
    items_per_order: "items per order",
    price_per_item: "the price per item",
    guests: "sales to guests",
    returns: "returns",
  },
};
