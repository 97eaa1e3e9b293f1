import type { Driver, Explanation } from "../../../shared/insights/explanation.ts";
import type { Facts } from "./cells.ts";
import { type Bound, join, type Text } from "./say.ts";
import { type DriverWords, type FactorName, factorNames, type Texts, type Way } from "./texts.ts";

/** What a story is told with. */
export interface Telling {
  readonly facts: Facts;
  readonly texts: Texts;
  /** A cell as it is shown. */
  readonly cell: (name: string) => Bound;
  /** The same, or nothing if it is not stored. */
  readonly maybe: (name: string) => Bound | undefined;
  readonly kpi: Text;
}

/** A change of less than half a percent is shown as none. */
const level = 0.005;

export const wayOf = ({ change, expected }: Explanation): Way => {
  const [moved, usual] = [Number(change), Number(expected)];
  if (Math.abs(moved) < level * Math.abs(usual) || moved === 0) return "level";
  return moved > 0 ? "up" : "down";
};

const cellName = ({ split, place }: Driver): string => `drivers.${split}.${place}`;

/** "Germany, guests", or "order A of customer B for product C". */
const nameOf = ({ texts, cell }: Telling, driver: Driver): Text => {
  const members = driver.where.map(({ dimension }, index) => ({
    dimension,
    value: cell(`${cellName(driver)}.where.${index + 1}`),
  }));
  if (driver.kind === "order" || driver.kind === "customer" || driver.kind === "product")
    return texts.singleName(Object.fromEntries(members.map(({ dimension, value }) => [dimension, value])));
  return join(
    members.map(({ dimension, value }) => texts.member(dimension, value)),
    ", ",
  );
};

const driversOf = ({ facts }: Telling, ...kinds: readonly Driver["kind"][]): readonly Driver[] =>
  facts.explanation.drivers.filter(({ kind }) => kinds.includes(kind));

/** Parts of the business that moved with the change, and those that cannot be added up. */
const causingDrivers = (telling: Telling): readonly Driver[] =>
  driversOf(telling, "order", "customer", "product", "segment", "mix", "rate").filter(
    ({ share }) => share === null || share > 0,
  );

export const leadingDriver = (telling: Telling): Driver | undefined => causingDrivers(telling)[0];

export const leadingName = (telling: Telling): Text | undefined => {
  const driver = leadingDriver(telling);
  return driver && nameOf(telling, driver);
};

const wordsOf = (telling: Telling, driver: Driver): DriverWords | undefined => {
  const { cell, maybe } = telling;
  const contribution = maybe(`${cellName(driver)}.contribution_size`);
  if (!contribution) return undefined;
  return {
    name: nameOf(telling, driver),
    contribution,
    change: cell("change_size"),
    way: wayOf(telling.facts.explanation),
    exceeds: (driver.share ?? 0) > 1,
    actual: maybe(`${cellName(driver)}.actual`),
    expected: maybe(`${cellName(driver)}.expected`),
  };
};

const mostToldSegments = 3;

export const causesOf = (telling: Telling): readonly (Text | undefined)[] => {
  const { texts, facts } = telling;
  const { verdict } = facts.explanation;
  if (wayOf(facts.explanation) === "level") return [];
  if (verdict === "no_history") return [texts.noHistory()];
  const drivers = causingDrivers(telling).slice(0, mostToldSegments);
  const isSpread = verdict === "spread";
  const told = drivers.map((driver, index) => driverText(telling, driver, isSpread || index > 0));
  const isEmpty = told.length === 0;
  return [
    ...(isSpread ? [marketText(telling) ?? texts.spread()] : []),
    ...(isEmpty && verdict === "not_in_data" ? [texts.notInData()] : []),
    ...(verdict === "not_divisible" ? [texts.notDivisible()] : []),
    ...told,
    ...(drivers.some(({ share }) => share === null) ? [texts.doNotAddUp()] : []),
    ...(isSpread ? [] : [marketText(telling)]),
    ...(isEmpty ? [] : [restText(telling)]),
    ...(verdict === "segments" || verdict === "spread" ? [texts.ruledOut()] : []),
  ];
};

const driverText = (telling: Telling, driver: Driver, isFurther: boolean): Text | undefined => {
  const { texts, maybe } = telling;
  const words = wordsOf(telling, driver);
  if (!words) {
    const [actual, expected] = [maybe(`${cellName(driver)}.actual`), maybe(`${cellName(driver)}.expected`)];
    return actual && expected && texts.countedSegment(nameOf(telling, driver), actual, expected);
  }
  if (driver.kind === "mix") return texts.mix(words);
  if (driver.kind === "rate") return texts.rate(words);
  if (driver.kind === "segment") return isFurther ? texts.alsoSegment(words) : texts.segment(words);
  return texts.single(words);
};

/** A part of the change from which on it is worth a sentence. */
const notable = 0.1;

const marketText = (telling: Telling): Text | undefined => {
  const [market] = driversOf(telling, "market");
  const words = market && wordsOf(telling, market);
  if (!words || Math.abs(market.share ?? 0) < notable) return undefined;
  if ((market.share ?? 0) < 0) return telling.texts.againstMarket(words.contribution);
  const isSpread = telling.facts.explanation.verdict === "spread";
  return telling.texts[isSpread ? "spreadMarket" : "market"](words.contribution, words.change);
};

const restText = (telling: Telling): Text | undefined => {
  const rest = driversOf(telling, "rest").find(({ split }) => split !== "factors");
  const words = rest && wordsOf(telling, rest);
  if (!words || Math.abs(rest.share ?? 0) < notable) return undefined;
  return telling.texts.rest(words.contribution);
};

export const factorOf = (telling: Telling): Text | undefined => {
  const change = Number(telling.facts.explanation.change);
  const factors = driversOf(telling, "factor")
    .filter(({ contribution }) => Math.sign(Number(contribution)) === Math.sign(change))
    .toSorted((left, right) => Math.abs(Number(right.contribution)) - Math.abs(Number(left.contribution)));
  const [largest] = factors;
  const name = factorNames.find((each): each is FactorName => each === largest?.where[0]?.value);
  const words = largest && wordsOf(telling, largest);
  if (!words || !name || wayOf(telling.facts.explanation) === "level") return undefined;
  return telling.texts.factor(telling.texts.factors[name], words);
};
