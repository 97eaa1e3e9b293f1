import { dayOf, isoDate } from "../../../shared/dates.ts";
import { columnOf } from "../../../shared/learning/columns.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import { quantileOfFinite } from "../../../shared/learning/numbers.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import type { CashWeek } from "../../../shared/serving/sections/accounts.ts";
import { readExamples } from "../../../shared/tasks/read-rows.ts";
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

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** The sum of independent invoices. That they are not quite independent is in the measured factor of the bands. */
const weekSpread = (amounts: ArrayLike<number>, chanceOf: (row: number) => number): Spread => {
  let [mean, variance] = [0, 0];
  for (let row = 0; row < amounts.length; row++) {
    const amount = amounts[row] || 0;
    const chance = chanceOf(row);
    mean += amount * chance;
    variance += amount ** 2 * chance * (1 - chance);
  }
  return { mean, deviation: Math.sqrt(variance) };
};

/** Half of 80 % on each side of a normal distribution: used until enough weeks are measured. */
const normal80 = 1.2816;
const weeksLookedBack = 26;
const fewestWeeks = 8;

export interface Bands {
  readonly factor: number;
  readonly weeks: number;
}

/**
 * How many deviations an 80 % band must be wide, from the misses of past weeks (split conformal): what was open then is
 * predicted as of then and compared with what came in.
 */
export const measureBands = async (
  warehouse: Warehouse,
  { task, model }: Pick<CreditModel, "task" | "model">,
  lastDay: string,
): Promise<Bands> => {
  const dates = Array.from({ length: weeksLookedBack }, (_, back) => isoDate(dayOf(lastDay) - 6 - 7 * back));
  const { examples, asOf } = await readExamples(warehouse, task, dates, { knownUntil: lastDay });
  if (examples.rows === 0) return { factor: normal80, weeks: 0 };
  const [chances, amounts] = [model.predict(examples), columnOf(examples, "total")];
  const misses = [...Map.groupBy(asOf.keys(), (row) => asOf[row]).values()].map((rows) => {
    const at = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row] || 0);
    const [own, chance, paid] = [at(amounts), at(chances), at(examples.y)];
    const { mean, deviation } = weekSpread(own, (row) => chance[row] ?? 0);
    const actual = own.reduce((sum, amount, row) => sum + amount * (paid[row] ?? 0), 0);
    return Math.abs(actual - mean) / deviation;
  });
  const known = misses.filter(Number.isFinite);
  if (known.length < fewestWeeks) return { factor: normal80, weeks: known.length };
  const share = Math.min(1, (0.8 * (known.length + 1)) / known.length);
  return { factor: quantileOfFinite(known, share), weeks: known.length };
};

export const cashWeeks = (
  chances: Float64Array,
  amounts: ArrayLike<number>,
  moment: string,
  { factor }: Bands,
): CashWeek[] =>
  Array.from({ length: weeksAhead }, (_, week) => {
    const { mean, deviation } = weekSpread(amounts, (row) => chances[row * weeksAhead + week] ?? 0);
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
