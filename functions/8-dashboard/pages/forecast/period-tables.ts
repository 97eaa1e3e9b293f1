import { type Html, html } from "../../../../shared/html/html.ts";
import type { CompanyView } from "../../../../shared/serving/sections/company.ts";
import { card, table } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { forecastWords } from "./forecast-words.ts";
import { type PeriodTotal, periodTotals } from "./periods.ts";

export const monthTable = (view: View, { sales, forecast }: CompanyView): Html => {
  const words = forecastWords(view.reader.language);
  return periodTable(
    view,
    words.months,
    words.month,
    periodTotals(sales, forecast, "month", 7),
    view.format.month,
  );
};

export const quarterTable = (view: View, { sales, forecast }: CompanyView): Html => {
  const words = forecastWords(view.reader.language);
  const name = (from: string) => words.quarterName(Math.ceil(Number(from.slice(5, 7)) / 3), from.slice(0, 4));
  return periodTable(view, words.quarters, words.quarter, periodTotals(sales, forecast, "quarter", 5), name);
};

const periodTable = (
  { reader, format }: View,
  title: string,
  head: string,
  totals: readonly PeriodTotal[],
  name: (from: string) => string,
): Html => {
  const words = forecastWords(reader.language);
  const isCompared = totals.some(({ before }) => before !== null);
  const cell = (value: number, days: number) => (days === 0 ? "" : format.amount(value));
  return card(
    title,
    table(
      title,
      [
        { head },
        { head: words.soFar, kind: "number" },
        { head: words.ahead, kind: "number" },
        { head: words.total, kind: "number" },
        ...(isCompared ? [{ head: words.before, kind: "number", isLess: true } as const] : []),
      ],
      totals.map(({ from, known, ahead, knownDays, aheadDays, before }) => [
        name(from),
        cell(known, knownDays),
        cell(ahead, aheadDays),
        html`<strong>${format.amount(known + ahead)}</strong>`,
        ...(isCompared ? [before === null ? "" : format.amount(before)] : []),
      ]),
    ),
    words.monthsAbout,
  );
};
