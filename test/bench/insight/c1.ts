import { missingDays } from "../../../functions/4-analyze/missing-days.ts";
import { dayOf } from "../../../shared/dates.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import type { Line, Protocol } from "../accuracy/protocol.ts";
import { alarmsOf, evidenceIn, seriesFrom, watchedAs } from "./judge.ts";
import { type Event, eventKinds, makeCompany } from "./made-company.ts";

/** An alarm may come so many days after an event ends and still be about it. */
const aftermath = 10;

export interface Told {
  readonly alarm: Movement;
  readonly isRight: boolean;
}

interface Case {
  readonly event: Event;
  readonly told: readonly Told[];
  /** Days from the event's first day to the first right alarm. */
  readonly delay: number | undefined;
}

/** C1: alarms in synthetic companies to each of which one thing happens, and how sure they were. */
export const c1 = (companies = 500): Protocol => {
  const cases = Array.from({ length: companies }, (_, seed) => caseOf(seed));
  const scored = cases.filter((_, seed) => seed % 2 === 1);
  const told = scored.flatMap((each) => each.told);
  const sure = told.filter(({ alarm }) => alarm.confidence >= 90);
  return {
    title: "C1  what happens to synthetic companies: found, when, and how sure",
    facts: [
      `${companies} companies with one event each; confidence is fitted on the even ones, figures are of the odd ones`,
      "right: an alarm from the event's first day to 10 days after its last; found: a right alarm",
      `fitted on the even ones: ${JSON.stringify(fitted(cases.filter((_, seed) => seed % 2 === 0).flatMap((each) => each.told)))}`,
    ],
    columns: ["events", "found", "median delay", "alarms", "right"],
    lines: [
      ...eventKinds.map((kind) =>
        lineOf(
          kind,
          scored.filter(({ event }) => event.kind === kind),
        ),
      ),
      lineOf("all", scored),
      {
        name: "alarms with confidence of 90 and more",
        baseline: false,
        scores: { alarms: sure.length, right: shareRight(sure) },
      },
    ],
    goals: [{ what: "right alarms among those of confidence ≥ 90", value: shareRight(sure), atLeast: 0.85 }],
  };
};

const shareRight = (told: readonly Told[]): number =>
  told.filter(({ isRight }) => isRight).length / told.length;

const lineOf = (name: string, cases: readonly Case[]): Line => {
  const told = cases.flatMap((each) => each.told);
  const delays = cases.flatMap(({ delay }) => delay ?? []).sort((one, other) => one - other);
  return {
    name,
    baseline: false,
    scores: {
      events: cases.length,
      found: delays.length / cases.length,
      "median delay": delays[delays.length >> 1] ?? null,
      alarms: told.length,
      right: shareRight(told),
    },
  };
};

const caseOf = (seed: number): Case => {
  const kind = eventKinds[seed % eventKinds.length] ?? "spike";
  const { series, event, firstJudged } = makeCompany(seed, kind);
  if (!event) throw new Error(`company ${seed} has no event`);
  const from = series[0]?.days.findIndex((day) => day >= firstJudged) ?? 0;
  const judged = series.map((each) => {
    const missing =
      each.scale === "amount" && kind === "missing day"
        ? missingDays(seriesFrom(each), [event.first], "Europe/London").map((evidence) => ({
            watched: watchedAs(each),
            evidence,
            part: 1,
          }))
        : [];
    return [...evidenceIn(each, from, each.days.length - 1), ...missing];
  });
  const told = alarmsOf(judged).map((alarm) => ({ alarm, isRight: isAbout(alarm, event) }));
  const right = told.filter(({ isRight }) => isRight).map(({ alarm }) => dayOf(alarm.period) - event.first);
  return { event, told, delay: right.length > 0 ? Math.min(...right) : undefined };
};

const isAbout = ({ period }: Movement, { first, last }: Event): boolean =>
  dayOf(period) >= first && dayOf(period) <= last + aftermath;

/** The share of right alarms by kind and strength of the evidence, made monotone by joining neighbours. */
const fitted = (told: readonly Told[]) =>
  Object.fromEntries(
    [...Map.groupBy(told, ({ alarm }) => alarm.kind)].map(([kind, own]) => [kind, steps(own)]),
  );

const smallestStep = 40;

const steps = (told: readonly Told[]): [from: number, right: number][] => {
  const ordered = [...told].sort(({ alarm: a }, { alarm: b }) => strength(a) - strength(b));
  const blocks: { from: number; right: number; count: number }[] = [];
  for (let start = 0; start < ordered.length; start += smallestStep) {
    const own = ordered.slice(start, start + smallestStep);
    const first = own[0];
    if (!first || (own.length < smallestStep && blocks.length > 0)) continue;
    let block = {
      from: strength(first.alarm),
      right: own.filter(({ isRight }) => isRight).length,
      count: own.length,
    };
    for (
      let last = blocks.at(-1);
      last && last.right / last.count >= block.right / block.count;
      last = blocks.at(-1)
    ) {
      block = { from: last.from, right: last.right + block.right, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.map(({ from, right, count }) => [Number(from.toFixed(2)), Math.round((right / count) * 100)]);
};

/** The absolute score of a point or a shift, the size of a trend. */
const strength = ({ score }: Movement): number => Math.abs(score);
