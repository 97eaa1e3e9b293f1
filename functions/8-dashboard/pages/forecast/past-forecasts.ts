import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { type PastForecast, pastForecasts } from "../../../../shared/serving/sections/past-forecasts.ts";
import { card, facts } from "../../parts/ui.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { View } from "../../view.ts";
import { pastWords } from "./past-words.ts";

/** Fewer days say nothing about a method. */
const fewestDays = 2;

/** What was forecast for each of the last days, and what came. */
export const pastForecastsCard = (view: View): Html => {
  const words = pastWords(view.reader.language);
  const days = sectionOf(view.seen, pastForecasts)?.days ?? [];
  if (days.length < fewestDays) return card(words.title, html`<p class="soft">${words.none}</p>`);
  return html`<section class="card"><div class="stack">${chart(view, days)}${summary(view, days)}</div></section>`;
};

const chart = ({ reader, format }: View, days: readonly PastForecast[]): Html => {
  const words = pastWords(reader.language);
  return timeChart(
    {
      id: "past",
      title: words.title,
      description: words.about,
      dates: days.map(({ date }) => date),
      lines: [
        { name: words.actual, role: "actual", label: words.actual, values: days.map(({ actual }) => actual) },
        {
          name: words.foreseen,
          role: "expected",
          label: words.foreseen,
          values: days.map(({ value }) => value),
        },
      ],
      bands: [
        {
          name: words.within80,
          role: "narrow",
          low: days.map(({ low80 }) => low80),
          high: days.map(({ high80 }) => high80),
        },
      ],
      height: 220,
    },
    format.moneyChart,
  );
};

/** How far off they were, so that the next one is trusted as much as it deserves. */
export const scoreOf = (days: readonly PastForecast[]) => {
  const sum = (pick: (day: PastForecast) => number) => days.reduce((total, day) => total + pick(day), 0);
  const actual = sum((day) => day.actual);
  const foreseen = sum((day) => day.value);
  const misses = sum((day) => Math.abs(day.actual - day.value));
  const open = days.filter(({ closed }) => !closed);
  const within = open.filter((day) => day.low80 <= day.actual && day.actual <= day.high80).length;
  return {
    actual,
    foreseen,
    /** Of what came; null if nothing came. */
    missed: actual > 0 ? misses / actual : null,
    within: open.length === 0 ? null : within / open.length,
  };
};

const summary = ({ reader, format }: View, days: readonly PastForecast[]): Html => {
  const words = pastWords(reader.language);
  const { actual, foreseen, missed, within } = scoreOf(days);
  return facts([
    [words.days, format.number(days.length)],
    [words.total, format.amount(actual)],
    [words.totalForeseen, format.amount(foreseen)],
    [words.missed, missed === null ? "–" : format.percent(missed)],
    [words.inBand, within === null ? "–" : format.percent(within)],
  ]);
};
