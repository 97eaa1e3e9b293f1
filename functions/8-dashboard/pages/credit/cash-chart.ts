import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { RiskView } from "../../../../shared/serving/sections/accounts.ts";
import type { View } from "../../view.ts";
import { creditWords } from "./credit-words.ts";

export const cashChart = ({ reader, format }: View, { cash, cashWeeksMeasured }: RiskView): Html => {
  if (!cash || cash.length === 0) return html``;
  const words = creditWords(reader.language);
  return html`<section class="card">${timeChart(
    {
      id: "cash",
      title: words.cash,
      description: words.cashAbout(format.number(cashWeeksMeasured)),
      dates: cash.map(({ from }) => from),
      lines: [
        {
          name: words.expected,
          role: "expected",
          label: words.expected,
          values: cash.map(({ expected }) => expected),
        },
      ],
      bands: [
        {
          name: words.within80,
          role: "narrow",
          low: cash.map(({ low80 }) => low80),
          high: cash.map(({ high80 }) => high80),
        },
      ],
      height: 220,
    },
    { ...format.moneyChart, day: format.week, words: { ...format.moneyChart.words, day: words.week } },
  )}</section>`;
};
