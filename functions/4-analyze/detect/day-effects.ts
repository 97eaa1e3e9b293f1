import { isoDate, weekdayOf } from "../../../shared/dates.ts";
import { medianWithin } from "./rolling-median.ts";

export interface EffectSettings {
  /** Each weekday's effect is shrunk as if so many days without effect were known of it. 0: there are no weekdays. */
  readonly weekdayShrinkage: number;
  readonly monthEndShrinkage: number;
}

const monthEnd = 8;
/** Seven weekdays, each at the end of a month or not. */
export const dayKindCount = 2 * monthEnd;

const kindsOfDays = new Map<number, number>();

/** The weekday, and whether it is among the last two days of a month. Remembered, since every series has the same days. */
function dayKind(day: number): number {
  const known = kindsOfDays.get(day);
  if (known !== undefined) return known;
  const isMonthEnd = isoDate(day).slice(0, 7) !== isoDate(day + 2).slice(0, 7);
  const kind = weekdayOf(day) + (isMonthEnd ? monthEnd : 0);
  kindsOfDays.set(day, kind);
  return kind;
}

export const dayKinds = (days: Int32Array): Uint8Array => Uint8Array.from(days, dayKind);

interface EffectsRoom {
  /** How far each day lies off the days around it. */
  readonly off: Float64Array;
  readonly lists: Float64Array;
  readonly effects: Float64Array;
}

/** How far each kind of day lies off the days around it. */
export function fillEffects(
  { off, lists, effects }: EffectsRoom,
  kinds: Uint8Array,
  { weekdayShrinkage, monthEndShrinkage }: EffectSettings,
): Float64Array {
  effects.fill(0);
  if (weekdayShrinkage === 0) return effects;
  const count = kinds.length;
  weekdayEffects(off, kinds, weekdayShrinkage, lists, effects);
  let centre = 0;
  let ends = 0;
  for (let place = 0; place < count; place++) {
    const kind = kinds[place] ?? 0;
    const effect = effects[kind & 7] ?? 0;
    centre += effect / count;
    if (kind & monthEnd) lists[ends++] = (off[place] ?? 0) - effect;
  }
  const end = ends > 0 ? medianWithin(lists, 0, ends) * (ends / (ends + monthEndShrinkage)) : 0;
  for (let weekday = 0; weekday < 7; weekday++) {
    const effect = (effects[weekday] ?? 0) - centre;
    effects[weekday] = effect;
    effects[weekday + monthEnd] = effect + end;
  }
  return effects;
}

const counts = new Uint32Array(7);

function weekdayEffects(
  off: Float64Array,
  kinds: Uint8Array,
  shrinkage: number,
  lists: Float64Array,
  effects: Float64Array,
): void {
  const length = kinds.length;
  counts.fill(0);
  for (let place = 0; place < length; place++) {
    const weekday = (kinds[place] ?? 0) & 7;
    const count = counts[weekday] ?? 0;
    lists[weekday * length + count] = off[place] ?? 0;
    counts[weekday] = count + 1;
  }
  for (let weekday = 0; weekday < 7; weekday++) {
    const count = counts[weekday] ?? 0;
    const start = weekday * length;
    if (count > 0)
      effects[weekday] = medianWithin(lists, start, start + count) * (count / (count + shrinkage));
  }
}
