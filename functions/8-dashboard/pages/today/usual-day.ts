import { dayOf, weekdayOf } from "../../../../shared/dates.ts";
import { median } from "../../../../shared/learning/numbers.ts";

export interface DayAgainstUsual {
  readonly value: number;
  /** The median of the same weekday in the eight weeks before; undefined before there are three. */
  readonly usual: number | undefined;
}

const weeks = 8;
const leastKnown = 3;

/** A value against what its weekday usually brings. Only days before it count. */
export const againstUsual = (
  days: readonly (readonly [date: string, value: number])[],
): DayAgainstUsual | undefined => {
  const last = days.at(-1);
  if (!last) return undefined;
  const [date, value] = last;
  const day = dayOf(date);
  const before = days
    .slice(0, -1)
    .filter(([each]) => weekdayOf(dayOf(each)) === weekdayOf(day) && dayOf(each) >= day - 7 * weeks)
    .map(([, each]) => each);
  return { value, usual: before.length < leastKnown ? undefined : median(before) };
};
