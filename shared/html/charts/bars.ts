import { scaleLinear } from "d3-scale";
import { type Html, html } from "../html.ts";
import { at } from "./figure.ts";

/**
 * A bar for a cell of a table: the number stands beside it, so it is hidden from those who cannot see it. Values of both
 * signs grow from a common zero; they are coloured by their sign if it is good or bad.
 */
export const barsFor = (
  values: readonly number[],
  tone: "signed" | "plain" = "plain",
): ((value: number) => Html) => {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = scaleLinear([least, most > least ? most : least + 1], [0, 100]);
  const zero = x(0);
  return (value) => {
    const end = x(value);
    return html`<svg class="bar" width="100%" height="12" aria-hidden="true"><rect class="${tone === "plain" ? "plain" : value < 0 ? "down" : "up"}" x="${at(Math.min(zero, end))}%" y="2" width="${at(Math.abs(end - zero))}%" height="8" rx="1"/></svg>`;
  };
};
