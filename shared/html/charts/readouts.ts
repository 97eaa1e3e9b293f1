import { type Html, html } from "../html.ts";
import type { Scales, TimeChart } from "./chart-shape.ts";
import type { ChartText } from "./chart-text.ts";
import { at } from "./figure.ts";

/** With more days each would be too narrow to point at, and the page too large. */
const mostReadouts = 200;

/** What the pointer is on, written above the plot: by style alone, without a script. */
export const readouts = (
  { dates, lines, bands = [] }: Pick<TimeChart, "dates" | "lines" | "bands">,
  { x }: Scales,
  height: number,
  { value, day }: ChartText,
): Html => {
  if (dates.length > mostReadouts || dates.length < 2) return html``;
  const width = 100 / (dates.length - 1);
  return html`<g class="hits">${dates.map((date, place) => {
    const known = lines.flatMap(({ values, name }) => {
      const found = values[place];
      return found === null || found === undefined ? [] : [`${name} ${value(found)}`];
    });
    const around = bands.flatMap(({ low, high, role }) => {
      const [from, to] = [low[place], high[place]];
      return role === "narrow" && isNumber(from) && isNumber(to) ? [`${value(from)} – ${value(to)}`] : [];
    });
    if (known.length === 0 && around.length === 0) return html``;
    const at100 = x(date);
    return html`<g class="hit"><rect x="${at(Math.max(0, at100 - width / 2))}%" y="0" width="${at(width)}%" height="${height}"/><line x1="${at(at100)}%" x2="${at(at100)}%" y1="24" y2="${height - 24}"/><text x="100%" y="12" text-anchor="end">${[day(date), ...known, ...around].join(" · ")}</text></g>`;
  })}</g>`;
};

const isNumber = (value: number | null | undefined): value is number => typeof value === "number";
