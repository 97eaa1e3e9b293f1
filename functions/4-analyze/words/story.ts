import type { Driver, Explanation } from "../../../shared/insights/explanation.ts";
import { type Cells, cellsOf, type Facts } from "./cells.ts";
import { textsIn } from "./languages.ts";
import { type Bound, join, say, sentences, type Text } from "./say.ts";
import { type Language, type Show, showIn } from "./show.ts";
import {
  type Change,
  type DriverWords,
  type FactorName,
  factorNames,
  type Texts,
  type Way,
} from "./texts.ts";

/** What happened, in words: every number in it is bound to a cell. */
export interface Story {
  readonly headline: Text;
  readonly paragraph: Text;
  readonly nextStep: Text;
}

interface Telling {
  readonly facts: Facts;
  readonly texts: Texts;
  /** A cell as it is shown. */
  readonly cell: (name: string) => Bound;
  /** The same, or nothing if it is not stored. */
  readonly maybe: (name: string) => Bound | undefined;
  readonly kpi: Text;
}

export const tell = (facts: Facts, language: Language, currency: string): Story => {
  const telling = tellingOf(facts, language, showIn(language, currency), cellsOf(facts));
  const change = changeOf(telling);
  const { verdict, state } = facts.explanation;
  if (verdict === "closed") return closed(telling);
  if (!change) return withoutValue(telling);
  return {
    headline: headlineOf(telling, change),
    paragraph: sentences(
      telling.texts.movement(change),
      state === "unfinished" ? telling.texts.unfinished() : undefined,
      rangeOf(telling),
      ...faultsOf(telling),
      ...causesOf(telling),
      factorOf(telling),
      ...offsetsOf(telling),
    ),
    nextStep: nextStepOf(telling),
  };
};

const tellingOf = (facts: Facts, language: Language, show: Show, cells: Cells): Telling => {
  const { label } = facts.kpi;
  const cell = (name: string) => show(cells(name));
  const maybe = (name: string) => {
    try {
      return cell(name);
    } catch {
      return undefined;
    }
  };
  const texts = textsIn(language);
  const name = label[language] ?? label.en;
  const { dimension = "all" } = facts.movement ?? {};
  const kpi =
    dimension === "all" ? say`${name}` : say`${name}, ${texts.member(dimension, cell("findings.segment"))}`;
  return { facts, texts, cell, maybe, kpi };
};

const periodText = ({ facts, texts, cell }: Telling): Text =>
  texts.period[facts.explanation.cadence](cell("period"));

/** A change of less than half a percent is shown as none. */
const level = 0.005;

const wayOf = ({ change, expected }: Explanation): Way => {
  const [moved, usual] = [Number(change), Number(expected)];
  if (Math.abs(moved) < level * Math.abs(usual) || moved === 0) return "level";
  return moved > 0 ? "up" : "down";
};

const changeOf = (telling: Telling): Change | undefined => {
  const [actual, expected] = [telling.maybe("actual"), telling.maybe("expected")];
  if (!actual || !expected) return undefined;
  return {
    kpi: telling.kpi,
    period: periodText(telling),
    actual,
    expected,
    way: wayOf(telling.facts.explanation),
    percent: telling.maybe("change_percent"),
  };
};

const closed = (telling: Telling): Story => ({
  headline: telling.texts.headline.closed(telling.kpi, periodText(telling)),
  paragraph: telling.texts.closed(),
  nextStep: telling.texts.nextStep.closed(undefined),
});

/** No value, or nothing to compare it with. */
const withoutValue = (telling: Telling): Story => {
  const { texts, kpi, maybe } = telling;
  const [actual, period] = [maybe("actual"), periodText(telling)];
  return {
    headline: actual
      ? texts.headline.withoutExpectation(kpi, period, actual)
      : texts.headline.withoutValue(kpi, period),
    paragraph: sentences(texts.noHistory(), ...faultsOf(telling)),
    nextStep: texts.nextStep.no_history(undefined),
  };
};

const headlineOf = (telling: Telling, change: Change): Text => {
  const { headline } = telling.texts;
  const { verdict } = telling.facts.explanation;
  if (change.way === "level") return headline.asExpected(change);
  if (verdict === "no_history" || verdict === "closed") return headline.moved(change);
  return join([headline.moved(change), headline.cause[causeKey(telling, verdict)](leadingName(telling))]);
};

type Cause = keyof Texts["headline"]["cause"];

/** From this part of the change on, a segment is most of it. */
const most = 0.5;

const causeKey = (
  telling: Telling,
  verdict: Exclude<Explanation["verdict"], "no_history" | "closed">,
): Cause => {
  if (verdict !== "segments") return verdict;
  const share = leadingDriver(telling)?.share ?? null;
  if (share === null) return "standsOut";
  return share >= most ? "mostly" : "partly";
};

const rangeOf = ({ facts, texts, cell, maybe }: Telling): Text | undefined => {
  const kind = facts.movement?.kind;
  if (kind === "shift" || kind === "trend")
    return texts.lasting[kind](cell("findings.since"), cell("findings.confidence"));
  const [low, high, confidence] = [
    maybe("findings.low"),
    maybe("findings.high"),
    maybe("findings.confidence"),
  ];
  return low && high && confidence && texts.range(low, high, confidence);
};

const faultsOf = ({ facts, texts, cell }: Telling): readonly Text[] => {
  const { faults } = facts.explanation;
  const told = faults.map(({ kind }, index) => {
    const name = `faults.${index + 1}`;
    return texts.faults[kind](cell(`${name}.actual`), cell(`${name}.usual`), cell(`${name}.about`));
  });
  return told.length === 0 ? [] : [...told, texts.blocked()];
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

const leadingDriver = (telling: Telling): Driver | undefined => causingDrivers(telling)[0];

const leadingName = (telling: Telling): Text | undefined => {
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

const causesOf = (telling: Telling): readonly (Text | undefined)[] => {
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

const factorOf = (telling: Telling): Text | undefined => {
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

const offsetsOf = ({ facts, texts, cell }: Telling): readonly Text[] =>
  facts.explanation.offsets.map(({ customer }, index) => {
    const own = (column: string) => cell(`offsets.${index + 1}.${column}`);
    return texts.offset({
      order: own("order"),
      cancellation: own("cancellation"),
      customer: customer === null ? undefined : own("customer"),
      product: own("product"),
      quantity: own("quantity"),
      amount: own("amount"),
    });
  });

const nextStepOf = (telling: Telling): Text => {
  const { verdict } = telling.facts.explanation;
  const isLevel = wayOf(telling.facts.explanation) === "level" && verdict !== "data_fault";
  return say`${telling.texts.nextStep[isLevel ? "none" : verdict](leadingName(telling))}`;
};
