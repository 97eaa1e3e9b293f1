import { isoDate } from "../../shared/dates.ts";
import { type Act, actsIn } from "../../shared/insights/acts.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import type { Evidence, Series } from "./detect/evidence.ts";
import type { Watched } from "./detect/watched.ts";

/** What the company knew of before, such as a sale: at one place of a KPI, from a day to another. */
export type ExpectedEvent = Omit<Act, "finding" | "kind" | "at" | "note" | "by">;

/** In an order of their own, so that the same events are the same text. */
export const expectedEvents = async (state: ObjectStore): Promise<readonly ExpectedEvent[]> =>
  (await actsIn(state).list())
    .filter(({ kind }) => kind === "expected")
    .map(({ kpi, dimension, segment, from, until }) => ({ kpi, dimension, segment, from, until }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/**
 * Evidence of every day, where no other day learns from an expected one: a sale that was planned must not raise what is
 * expected of the weeks after it. The day itself is judged as ever, so that its finding stays.
 */
export const evidenceBeside = (
  events: readonly ExpectedEvent[],
  watched: Watched,
  series: Series,
  evidence: (of: Series, from?: number) => readonly Evidence[],
): readonly Evidence[] => {
  const own = events.filter(
    ({ kpi, dimension, segment }) =>
      kpi === watched.kpi && dimension === watched.dimension && segment === watched.segment,
  );
  if (own.length === 0) return evidence(series);
  const isExpected = (day: number) =>
    own.some(({ from, until }) => from <= isoDate(day) && isoDate(day) <= until);
  const known = [...series.days].filter(isExpected);
  const usual = evidence(keeping(series, (day) => !isExpected(day)));
  const each = known.flatMap((expected) =>
    evidence(
      keeping(series, (day) => day === expected || !isExpected(day)),
      expected,
    ).filter(({ day }) => day === expected),
  );
  return [...usual, ...each].sort((one, other) => one.day - other.day);
};

const keeping = ({ scale, days, values, volumes }: Series, isKept: (day: number) => boolean): Series => {
  const fits = (_: number, place: number) => isKept(days[place] ?? 0);
  return { scale, days: days.filter(fits), values: values.filter(fits), volumes: volumes.filter(fits) };
};
