import { isoDate, monthStart, weekdayOf } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { csvFile } from "./csv.ts";
import type { Currency } from "./geography.ts";
import { normal } from "./samplers.ts";

export type FxRates = ReturnType<typeof fxRates>;

const ANCHORS = { EUR: 0.855, USD: 0.785 };
const DAILY_MOVE = 0.003;
const PULL_TO_ANCHOR = 0.01;
/** Rates start before the first trading day, so that it finds an earlier one. */
const DAYS_AHEAD = 10;

/** A slow random walk on weekdays. Starts on the first of a month, so that monthly files are complete. */
export function fxRates(seed: number, from: number, lastDay: number) {
  const months = new Map<number, string[]>();
  let { EUR, USD } = ANCHORS;
  for (let day = monthStart(from - DAYS_AHEAD); day <= lastDay; day++) {
    const month = monthStart(day);
    const rows = months.get(month) ?? [];
    months.set(month, rows);
    if (weekdayOf(day) === 0 || weekdayOf(day) === 6) continue;
    const random = stream(seed, "fx", day);
    EUR = step(EUR, ANCHORS.EUR, normal(random));
    USD = step(USD, ANCHORS.USD, normal(random));
    rows.push(`${isoDate(day)},EUR,${EUR.toFixed(5)}`, `${isoDate(day)},USD,${USD.toFixed(5)}`);
  }
  const files = [...months]
    .filter(([, rows]) => rows.length > 0)
    .map(([month, rows]) =>
      csvFile(`fx_rates/${isoDate(month)}.csv`, "rate_date,currency,rate_to_base", rows),
    );
  /** In GBP per unit of each currency. */
  const last: Readonly<Record<Currency, number>> = { GBP: 1, EUR, USD };
  return { files, last };
}

function step(rate: number, anchor: number, shock: number): number {
  return rate * Math.exp(DAILY_MOVE * shock + PULL_TO_ANCHOR * Math.log(anchor / rate));
}
