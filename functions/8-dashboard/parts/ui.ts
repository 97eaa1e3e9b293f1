import { type Html, type HtmlValue, html } from "../../../shared/html/html.ts";

export type Tone = "good" | "bad" | "warn" | "info" | "plain";

/** A longer list tells nobody more: the command line has all of it. */
export const mostListed = 100;

export const tag = (text: string, tone: Tone = "plain"): Html =>
  html`<span class="tag ${tone}">${text}</span>`;

/** What is not there yet, why, and what brings it. */
export const empty = (title: string, what: string, todo?: Html): Html =>
  html`<section class="empty"><h2>${title}</h2><p>${what}</p>${todo}</section>`;

export const note = (text: HtmlValue, tone: Exclude<Tone, "plain">): Html =>
  html`<p class="note ${tone}">${text}</p>`;

export const card = (title: string, body: HtmlValue, about?: HtmlValue): Html =>
  html`<section class="card"><h2>${title}</h2>${about !== undefined && html`<p class="soft small">${about}</p>`}${body}</section>`;

export const facts = (pairs: readonly (readonly [name: string, value: HtmlValue])[]): Html =>
  html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

export interface Column {
  readonly head: HtmlValue;
  /** Figures stand to the right. */
  readonly kind?: "text" | "number" | "wide" | "bar";
  readonly isLess?: boolean;
}

const cellClasses = { text: "", number: "n", wide: "wide", bar: "bar-cell" } as const;

const classOf = ({ kind = "text", isLess = false }: Column): Html | false => {
  const names = [cellClasses[kind], isLess ? "hide-narrow" : ""].filter((name) => name !== "").join(" ");
  return names !== "" && html` class="${names}"`;
};

/** A table that scrolls by itself on a narrow screen. The first cell of a row names it. */
export const table = (
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly HtmlValue[])[],
): Html => html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.head}</th>`)}</tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr>${row.map((cell, place) => {
      const column = columns[place] ?? { head: "" };
      return place === 0
        ? html`<th scope="row"${classOf(column)}>${cell}</th>`
        : html`<td${classOf(column)}>${cell}</td>`;
    })}</tr>`,
)}</tbody></table></div>`;

export interface Tab {
  readonly text: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

export const tabs = (label: string, all: readonly Tab[]): Html =>
  html`<nav class="tabs" aria-label="${label}">${all.map(
    ({ text, href, isCurrent }) =>
      html`<a href="${href}"${isCurrent && html` aria-current="true"`}>${text}</a>`,
  )}</nav>`;

/** A choice in a form. */
export const select = (
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): Html =>
  html`<label for="${id}">${label}<select id="${id}" name="${id}">${options.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )}</select></label>`;

/** A movement with its sign and an arrow, so that colour is not all there is. */
export const change = (text: string, value: number, goodIs: "up" | "down" | "neither" = "up"): Html => {
  const isUp = value > 0;
  // What is written as nothing points nowhere.
  const isNone = !/[1-9]/.test(text);
  const tone = isNone || goodIs === "neither" ? "" : isUp === (goodIs === "up") ? " good" : " bad";
  const arrow = isNone ? "" : isUp ? "▲ " : "▼ ";
  return html`<span class="change${tone}"><span aria-hidden="true">${arrow}</span>${text}</span>`;
};
