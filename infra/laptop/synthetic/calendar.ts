import { isoDate, monthAndDay, weekdayOf } from "../../../shared/dates.ts";

/** When the company trades and how much: 1 is an average day of the year, closed days counted in. */
export interface Calendar {
  readonly weight: (day: number) => number;
  readonly isOpen: (day: number) => boolean;
  /** The day itself when it is open. */
  readonly nextOpen: (day: number) => number;
  readonly isPromotion: (day: number) => boolean;
}

const HOLIDAYS = new Set(["12-25", "12-26", "01-01"]);
/** From Sunday on; closed on Saturdays. */
const WEEKDAYS = [0.68, 0.97, 1.08, 1.06, 1.16, 1.02, 0];
/** January to December. Kept below a third above the mean, so that a short run stays near the lines it was asked for. */
const MONTHS = [0.9, 0.9, 0.94, 0.96, 0.98, 0.98, 0.96, 0.95, 1.03, 1.09, 1.15, 1.2];
const PROMOTIONS: readonly (readonly [string, string])[] = [
  ["01-02", "01-12"],
  ["07-08", "07-18"],
  ["11-22", "11-30"],
];
const PROMOTION_LIFT = 1.08;
const AFTER_CHRISTMAS = 0.75;

/** The mean is taken over the year that starts at `from`, whatever the length of the run: a longer run must not change it. */
export function calendar(from: number): Calendar {
  let sum = 0;
  for (let day = from; day < from + 365; day++) sum += rawWeight(day);
  const mean = sum / 365;
  return { weight: (day) => rawWeight(day) / mean, isOpen, nextOpen, isPromotion };
}

function isOpen(day: number): boolean {
  return WEEKDAYS[weekdayOf(day)] !== 0 && !HOLIDAYS.has(monthAndDay(day));
}

function nextOpen(day: number): number {
  return isOpen(day) ? day : nextOpen(day + 1);
}

function isPromotion(day: number): boolean {
  const date = monthAndDay(day);
  return PROMOTIONS.some(([first, last]) => date >= first && date <= last);
}

function rawWeight(day: number): number {
  if (!isOpen(day)) return 0;
  const lift = isPromotion(day) ? PROMOTION_LIFT : 1;
  return (WEEKDAYS[weekdayOf(day)] ?? 0) * yearCurve(day) * lift;
}

/** Straight lines between the middles of the months; quiet from the 27th of December on. */
function yearCurve(day: number): number {
  const date = isoDate(day);
  if (date.slice(5) >= "12-27") return AFTER_CHRISTMAS;
  const position = Number(date.slice(5, 7)) - 1 + (Number(date.slice(8)) - 15) / 30;
  const before = Math.floor(position);
  const share = position - before;
  return month(before) * (1 - share) + month(before + 1) * share;
}

function month(index: number): number {
  return MONTHS[(index + 12) % 12] ?? 1;
}
