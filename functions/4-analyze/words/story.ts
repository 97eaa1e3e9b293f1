import type { Explanation } from "../../../shared/insights/explanation.ts";
import { type Cells, cellsOf, type Facts } from "./cells.ts";
import { textsIn } from "./languages.ts";
import { join, say, sentences, type Text } from "./say.ts";
import { type Language, type Show, showIn } from "./show.ts";
import { causesOf, factorOf, leadingDriver, leadingName, type Telling, wayOf } from "./tell-causes.ts";
import type { Change, Texts } from "./texts.ts";

/** What happened, in words: every number in it is bound to a cell. */
export interface Story {
  readonly headline: Text;
  readonly paragraph: Text;
  readonly nextStep: Text;
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
