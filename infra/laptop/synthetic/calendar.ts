import { isoDate, monthAndDay, weekdayOf } from "../../../shared/dates.ts";

/** When and how much the company trades. A weight of 1 is the average day of the year, closed days included. */
export type Calendar = Readonly<ReturnType<typeof calendar>>;

const HOLIDAYS = new Set(["12-25", "12-26", "01-01"]);
/** Sunday first; closed on Saturdays, as the retailer of Online Retail is. */
const WEEKDAYS = [0.68, 0.97, 1.08, 1.06, 1.16, 1.02, 0];
/** January first. At most a third above the mean, so that a short run stays near the requested lines per day. */
const MONTHS = [0.9, 0.9, 0.94, 0.96, 0.98, 0.98, 0.96, 0.95, 1.03, 1.09, 1.15, 1.2];
const PROMOTIONS: readonly (readonly [string, string])[] = [
  ["01-02", "01-12"],
  ["07-08", "07-18"],
  ["11-22", "11-30"],
];
const PROMOTION_LIFT = 1.08;
const AFTER_CHRISTMAS = 0.75;

/** The mean is that of the year that starts at `from`: a longer run must not change the first days. */
export function calendar(from: number) {
  let sum = 0;
  for (let day = from; day < from + 365; day++) sum += rawWeight(day);
  const mean = sum / 365;
  return { weight: (day: number) => rawWeight(day) / mean, isOpen, nextOpen, isPromotion };
}

function isOpen(day: number): boolean {
  return WEEKDAYS[weekdayOf(day)] !== 0 && !HOLIDAYS.has(monthAndDay(day));
}

/** The day itself if it is open. */
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

/** Interpolates between the middles of the months; 27 to 31 December are quiet. */
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
