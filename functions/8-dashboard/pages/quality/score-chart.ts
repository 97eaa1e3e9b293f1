import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { QualityView } from "../../../../shared/serving/sections/quality.ts";
import type { View } from "../../view.ts";
import { qualityWords } from "./quality-words.ts";

const daysShown = 120;

/** Which share of each day's rows entered the tables. */
export const scoreChart = ({ reader, format }: View, { days }: QualityView): Html => {
  const words = qualityWords(reader.language);
  const shown = days.slice(-daysShown);
  if (shown.length < 2) return html``;
  return html`<section class="card">${timeChart(
    {
      id: "score",
      title: words.score,
      description: words.scoreAbout,
      dates: shown.map(({ date }) => date),
      lines: [{ name: words.score, role: "actual", values: shown.map(shareKept) }],
      fromZero: false,
      height: 180,
    },
    format.percentChart,
  )}</section>`;
};

/** Not from the score, which is rounded: rounding twice may show another digit. */
const shareKept = ({ kept, quarantined }: QualityView["days"][number]): number =>
  kept / Math.max(1, kept + quarantined);
