import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import { quantileOfFinite } from "../../../shared/learning/numbers.ts";
import { spreadOfSum } from "../../../shared/learning/spread-of-sum.ts";
import type { Card } from "../../../shared/registry/card.ts";
import type { CashWeek } from "../../../shared/serving/sections/accounts.ts";
import type { CreditModel } from "./credit-models.ts";

/** Half a year: what is open then is not expected to be paid at all. */
export const weeksAhead = 26;

/**
 * The chance of each invoice to be settled in each of the next weeks, rows × weeks. A week's chance is that of the hazard
 * model for an invoice that is still open then: seven days older, and all else as it is now. The sum over weeks can only
 * grow, so the chance to be settled by a day never falls.
 */
export const weeklyChances = ({ model }: Pick<CreditModel, "model">, inputs: Inputs): Float64Array => {
  const chances = new Float64Array(inputs.rows * weeksAhead);
  const stillOpen = new Float64Array(inputs.rows).fill(1);
  for (let week = 0; week < weeksAhead; week++) {
    const hazards = model.predict(olderBy(inputs, 7 * week));
    for (let row = 0; row < inputs.rows; row++) {
      const settled = (stillOpen[row] ?? 0) * (hazards[row] ?? 0);
      chances[row * weeksAhead + week] = settled;
      stillOpen[row] = (stillOpen[row] ?? 0) - settled;
    }
  }
  return chances;
};

const olderBy = (inputs: Inputs, days: number): Inputs => {
  if (days === 0) return inputs;
  const width = inputs.features.length;
  const x = Float64Array.from(inputs.x);
  const moved = [
    [inputs.features.indexOf("age_days"), days],
    [inputs.features.indexOf("days_to_due"), -days],
  ] as const;
  for (let row = 0; row < inputs.rows; row++)
    for (const [column, by] of moved) x[row * width + column] = (x[row * width + column] ?? 0) + by;
  return { ...inputs, x };
};

/** From the due date on, by the middle of each week; what is still open at the end counts with the whole time. */
export const expectedDaysLate = (chances: Float64Array, row: number, daysToDue: number): number => {
  let [days, open] = [0, 1];
  for (let week = 0; week < weeksAhead; week++) {
    const chance = chances[row * weeksAhead + week] ?? 0;
    days += chance * Math.max(0, 7 * week + 3 - daysToDue);
    open -= chance;
  }
  return days + Math.max(0, open) * Math.max(0, 7 * weeksAhead - daysToDue);
};

/** Half of 80 % on each side of a normal distribution: used until enough weeks are measured. */
const normal80 = 1.2816;
const fewestWeeks = 8;

export interface Bands {
  readonly factor: number;
  readonly weeks: number;
}

/**
 * How many deviations an 80 % band must be wide, from the misses of past weeks (split conformal). They are those of models
 * that had not seen the week: the invoices of a week are not quite independent, and no model is right about all of them.
 */
export const measureBands = ({ sums }: Pick<Card, "sums">): Bands => {
  const misses = (sums?.misses ?? []).map(Math.abs);
  if (misses.length < fewestWeeks) return { factor: normal80, weeks: misses.length };
  const share = Math.min(1, (0.8 * (misses.length + 1)) / misses.length);
  return { factor: quantileOfFinite(misses, share), weeks: misses.length };
};

export const cashWeeks = (
  chances: Float64Array,
  amounts: ArrayLike<number>,
  moment: string,
  { factor }: Bands,
): CashWeek[] =>
  Array.from({ length: weeksAhead }, (_, week) => {
    const { mean, deviation } = spreadOfSum(amounts, (row) => chances[row * weeksAhead + week] ?? 0);
    const from = dayOf(moment) + 7 * week;
    return {
      from: isoDate(from),
      to: isoDate(from + 6),
      expected: cents(mean),
      low80: cents(Math.max(0, mean - factor * deviation)),
      high80: cents(mean + factor * deviation),
    };
  });

const cents = (amount: number): number => Math.round(amount * 100) / 100;
