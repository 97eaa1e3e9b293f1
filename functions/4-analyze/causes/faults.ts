import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { DataFault } from "../../../shared/insights/explanation.ts";
import { median, robustSpread } from "./statistics.ts";

/** What data_state.sql counts. */
export interface DayFact {
  readonly day: string;
  readonly fact: "lines" | "last_minute" | "old_rate" | "repeated" | "files" | "quarantined";
  readonly about: string;
  readonly amount: number;
}

const weeksBack = 8;
const weeksNeeded = 3;

/** The same weekdays before a day, on which its data is judged. */
export const weekdaysBefore = (day: string): readonly string[] =>
  Array.from({ length: weeksBack }, (_, week) => isoDate(dayOf(day) - 7 * (week + 1)));

/**
 * What is wrong with the data of a day. Each rule compares with the same weekday in the eight weeks before, and is silent
 * where fewer than three of them have lines. A holiday without lines is no fault.
 */
export const findFaults = (
  day: string,
  facts: readonly DayFact[],
  isHoliday: boolean,
): readonly DataFault[] => {
  const known = weekdaysBefore(day).filter((before) => amountAt(facts, before, "lines") > 0);
  const usual = (fact: DayFact["fact"], about = "") =>
    known.map((before) => amountAt(facts, before, fact, about));
  if (known.length < weeksNeeded) return [];
  const lines = amountAt(facts, day, "lines");
  // Only the past is asked: days that come later do not change what is told of this one.
  if (lines === 0)
    return isHoliday || known.length < usuallyOpen * weeksBefore(day, facts)
      ? []
      : [{ kind: "missing_file", actual: 0, usual: median(usual("lines")), about: day }];
  const today = facts.filter((each) => each.day === day);
  const judged = { day, lines, facts: today };
  return [
    ...shortFile(judged, usual),
    ...lateFile(judged, usual),
    ...doubledFile(judged, usual),
    ...oldRates(judged, usual),
    ...quarantineSpikes(judged, usual),
  ];
};

const usuallyOpen = 0.75;

/** How many of the eight weeks before are known: at the start of history fewer are. */
const weeksBefore = (day: string, facts: readonly DayFact[]): number => {
  const first = facts.find(({ fact }) => fact === "lines")?.day ?? day;
  return weekdaysBefore(day).filter((before) => before >= first).length;
};

interface Judged {
  readonly day: string;
  readonly lines: number;
  /** Of the day alone. */
  readonly facts: readonly DayFact[];
}

type Usual = (fact: DayFact["fact"], about?: string) => readonly number[];

const amountAt = (facts: readonly DayFact[], day: string, fact: DayFact["fact"], about = ""): number =>
  facts
    .filter((each) => each.day === day && each.fact === fact && (fact === "lines" || each.about === about))
    .reduce((sum, { amount }) => sum + amount, 0);

const leastEarlier = 60;
const leastSpread = 20;
const fewLines = 0.75;

/** Fewer lines can be bad business. Fewer lines that stop hours before closing time are a file that was cut off. */
const shortFile = ({ day, lines, facts }: Judged, usual: Usual): readonly DataFault[] => {
  const last = amountAt(facts, day, "last_minute");
  const ends = usual("last_minute");
  const earlier = median(ends) - last;
  const isEarly = earlier >= leastEarlier && earlier > 3 * Math.max(robustSpread(ends), leastSpread);
  if (!isEarly || lines >= fewLines * median(usual("lines"))) return [];
  return [{ kind: "short_file", actual: last, usual: median(ends), about: day }];
};

const nearlyAll = 0.95;

/** A company whose days come in several files, one of each shop, misses one of them. Where their number varies, none is missed. */
const lateFile = ({ day, lines, facts }: Judged, usual: Usual): readonly DataFault[] => {
  const files = amountAt(facts, day, "files");
  const before = usual("files");
  const always = Math.min(...before);
  if (files >= always || lines >= nearlyAll * median(usual("lines"))) return [];
  return [{ kind: "late_file", actual: files, usual: always, about: day }];
};

const manyRepeated = 0.1;

/** Two files with the same sales under other invoice numbers: clean does not take them for duplicates. */
const doubledFile = ({ day, lines, facts }: Judged, usual: Usual): readonly DataFault[] => {
  const repeated = amountAt(facts, day, "repeated");
  const before = median(usual("repeated"));
  return repeated >= manyRepeated * lines && repeated > 3 * before
    ? [{ kind: "doubled_file", actual: repeated, usual: before, about: day }]
    : [];
};

const manyOldRates = 0.01;

/** At weekends rates are a day or two old every week: only what is unusual counts. */
const oldRates = ({ lines, facts }: Judged, usual: Usual): readonly DataFault[] =>
  facts
    .filter(({ fact }) => fact === "old_rate")
    .map(({ about, amount }) => ({ about, amount, before: median(usual("old_rate", about)) }))
    .filter(({ amount, before }) => amount >= manyOldRates * lines && amount > 3 * before)
    .map(({ about, amount, before }) => ({ kind: "fx_gap", actual: amount, usual: before, about }) as const);

const manyQuarantined = { rows: 20, part: 0.05, times: 5 };

const quarantineSpikes = ({ lines, facts }: Judged, usual: Usual): readonly DataFault[] =>
  facts
    .filter(({ fact }) => fact === "quarantined")
    .map(({ about, amount }) => ({ about, amount, before: median(usual("quarantined", about)) }))
    .filter(
      ({ amount, before }) =>
        amount >= manyQuarantined.rows &&
        amount >= manyQuarantined.part * (lines + amount) &&
        amount > manyQuarantined.times * before,
    )
    .map(
      ({ about, amount, before }) =>
        ({ kind: "quarantine_spike", actual: amount, usual: before, about }) as const,
    );
