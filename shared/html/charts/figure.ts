import { around, type Html, html } from "../html.ts";
import type { ChartWords } from "./chart-text.ts";

export interface Described {
  /** Begins the ids in the page: each chart of a page needs its own. */
  readonly id: string;
  readonly title: string;
  /** What a reader who cannot see the chart should know: the range, the newest value, the direction. */
  readonly description: string;
}

export interface NumbersTable {
  readonly heads: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** A drawing with its name, its description, and a table of the same numbers. */
export const figure = (
  { id, title, description }: Described,
  { showNumbers }: Pick<ChartWords, "showNumbers">,
  drawing: Html,
  table: NumbersTable,
): Html => html`
<figure class="chart" id="${id}">
<figcaption>${title}</figcaption>
${drawing}
<p class="chart-note">${description}</p>
<details class="numbers"><summary>${showNumbers}<span class="unseen">: ${title}</span></summary>
${numbersTable(table, title)}</details>
</figure>`;

// The style sheet puts every cell of such a table to the right: a class on each would be a fifth of a long page.
const cellStart = html`<td>`;
const cellEnd = html`</td>`;

const numbersTable = ({ heads, rows }: NumbersTable, title: string): Html => html`
<div class="scroll" role="region" tabindex="0" aria-label="${title}"><table>
<thead><tr>${heads.map((head, place) => html`<th scope="col"${place > 0 && html` class="n"`}>${head}</th>`)}</tr></thead>
<tbody>${rows.map(
  ([name = "", ...cells]) => html`<tr><th scope="row">${name}</th>${around(cellStart, cells, cellEnd)}</tr>`,
)}</tbody></table></div>`;

/** Where the values of an axis are written. */
export interface AxisLabel {
  readonly y: number;
  readonly text: string;
}

/** A digit is narrower than this; the axis has to be as wide as its longest label, and only a browser measures text. */
const labelCharacterWidth = 7.5;

/**
 * The drawing has no view box: it is as wide as its place, texts keep their size, and x is a percentage. Shapes lie in an
 * inner drawing that is stretched. The axis stands before it, where no line crosses its labels.
 */
export const drawing = (
  { id, title, description }: Described,
  height: number,
  parts: Html,
  axis: readonly AxisLabel[] = [],
): Html => html`
<div class="plot${axis.length === 0 && html` wide`}">${axis.length > 0 && axisColumn(axis, height)}<svg class="drawing" width="100%" height="${height}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
${parts}</svg></div>`;

const axisColumn = (axis: readonly AxisLabel[], height: number): Html => {
  const width = Math.ceil(Math.max(...axis.map(({ text }) => text.length)) * labelCharacterWidth);
  return html`<svg class="axis" width="${width}" height="${height}" aria-hidden="true">${axis.map(
    ({ y, text }) => html`<text x="${width}" y="${at(y + 4)}" text-anchor="end">${text}</text>`,
  )}</svg>`;
};

/** Shapes in a plane of 1000 by the height, stretched to the width of the drawing. */
export const stretched = (height: number, shapes: Html): Html => html`
<svg x="0" y="0" width="100%" height="${height}" viewBox="0 0 1000 ${height}" preserveAspectRatio="none">${shapes}</svg>`;

/** A coordinate without needless digits. */
export const at = (value: number): string => String(Math.round(value * 10) / 10);
