import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { type Html, html } from "../html.ts";
import { at } from "./figure.ts";

export interface Sparkline {
  readonly values: readonly number[];
  /** What was expected of the last values, if anything was. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] } | undefined;
}

const height = 40;

/** A small line without axes. The figures beside it say the same, so it is hidden from those who cannot see it. */
export const sparkline = ({ values, band }: Sparkline): Html => {
  if (values.length < 2)
    return html`<svg class="spark" width="100%" height="${height}" aria-hidden="true"></svg>`;
  const around = band ? [...band.low, ...band.high] : [];
  const all = [...values, ...around];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const x = scaleLinear([0, values.length - 1], [0, 1000]);
  const y = scaleLinear([least, most > least ? most : least + 1], [height - 3, 3]);
  const path = line<number>()
    .x((_, place) => x(place))
    .y((value) => y(value))
    .digits(1);
  const last = values.at(-1) ?? 0;
  return html`<svg class="spark" width="100%" height="${height}" aria-hidden="true"><svg width="100%" height="${height}" viewBox="0 0 1000 ${height}" preserveAspectRatio="none">${band && bandPath(band, values.length, x, y)}<path class="line actual" d="${path(values) ?? ""}"/></svg><circle class="end" cx="100%" cy="${at(y(last))}" r="3"/></svg>`;
};

/** A band may cover the last values only. */
const bandPath = (
  { low, high }: NonNullable<Sparkline["band"]>,
  count: number,
  x: (place: number) => number,
  y: (value: number) => number,
): Html => {
  const first = count - low.length;
  const path = area<number>()
    .x((_, place) => x(first + place))
    .y0((value) => y(value))
    .y1((_, place) => y(high[place] ?? 0))
    .digits(1);
  return html`<path class="band wide" d="${path(low) ?? ""}"/>`;
};
